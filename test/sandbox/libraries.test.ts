import { readFileSync } from 'node:fs'
import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

const MODULES: Record<string, string> = {
  beautifulsoup4: 'bs4',
  'opencv-python': 'cv2',
  pillow: 'PIL',
  'python-dateutil': 'dateutil',
  pyyaml: 'yaml',
  'scikit-learn': 'sklearn',
}

// One after the other: together they would take all processors for longer than a run may last.
const pinned = readFileSync(new URL('../../sandbox/image/requirements.txt', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => (/^[a-z]/.test(line) ? [line.split('==') as [string, string]] : []))

test('there are 17 libraries', (t) => {
  t.is(pinned.length, 17)
})

for (const [name, version] of pinned)
  test.serial(`${name} is importable at the version that is pinned`, async (t) => {
    const { python } = await startSandbox(t)
    const code = `import ${MODULES[name] ?? name}, importlib.metadata\nprint(importlib.metadata.version('${name}'))`
    t.like(await python(code), { stdout: `${version}\n`, stderr: '', error: null })
  })

test.serial('a chart can be drawn, its font list ready', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import io
import matplotlib.pyplot as plt
plt.plot([1, 2, 3]); plt.title('Sales')
buffer = io.BytesIO(); plt.savefig(buffer); print(buffer.getvalue()[:4])
`
  t.like(await python(code), { stdout: "b'\\x89PNG'\n", stderr: '', error: null })
})

test.serial('data, models, images and documents can be worked on', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import pandas, numpy, cv2, yaml
from sklearn.linear_model import LinearRegression
from scipy import stats
from PIL import Image
from bs4 import BeautifulSoup
print(pandas.DataFrame({'a': [1, 2]})['a'].sum())
print(round(LinearRegression().fit([[1], [2]], [2, 4]).predict([[3]])[0]))
print(round(stats.norm.cdf(0), 1))
print(cv2.resize(numpy.zeros((4, 4), dtype='uint8'), (2, 2)).shape, Image.new('L', (3, 3)).size)
print(BeautifulSoup('<b>x</b>', 'lxml').b.text, yaml.safe_load('a: 1'))
`
  t.like(await python(code), { stdout: "3\n6\n0.5\n(2, 2) (3, 3)\nx {'a': 1}\n", error: null })
})
