import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

// What check-code.test.ts finds on save is enforced when the code runs, too.
test('refuses forbidden uses before anything runs, with their line', async (t) => {
  const { python } = await startSandbox(t)
  for (const code of [
    "print('ran')\nimport os\nos.system('id')",
    "print('ran')\n\nfrom os import listdir",
    'print(1)\n\nimport os.path',
  ]) {
    const { stdout, error } = await python(code)
    t.is(stdout, '')
    t.is(error?.code, 'forbidden_code')
    t.regex(error?.message ?? '', /^os\.\w+ is not available here.* \(line [23]\)$/)
  }
})

test('refuses what only shows when the code runs', async (t) => {
  const { python } = await startSandbox(t)
  for (const code of [
    "import os\nx = os\nx.system('id')",
    "m = __import__('o' + 's')\n\nm.fork()",
    "import os\n\ngetattr(os, 'listdir')('/')",
  ])
    t.like((await python(code)).error, { code: 'forbidden_code' })
})

test('lets code ask what os has, and go on', async (t) => {
  const { python } = await startSandbox(t)
  const code =
    "import os\nprint(hasattr(os, 'fork'), hasattr(os, 'environ'))\ntry:\n    exec('from os import fork')\nexcept ImportError:\n    print('no')"
  t.is((await python(code)).stdout, 'False True\nno\n')
})

test('libraries keep the real os', async (t) => {
  const { python } = await startSandbox(t)
  const code =
    "import os, tempfile, pathlib, shutil\np = pathlib.Path(tempfile.mkdtemp())\n(p / 'a').write_text('x')\nprint([f.name for f in p.iterdir()])\nshutil.rmtree(p)\nprint(p.exists())"
  t.like(await python(code), { stdout: "['a']\nFalse\n", error: null })
})
