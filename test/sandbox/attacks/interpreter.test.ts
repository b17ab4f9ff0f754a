import test from 'ava'
import { startSandbox } from '../support/sandbox.ts'
import { attackSandbox } from './support/attack.ts'

// Attacks on the guard rail, which keeps `os` to the environment. Whoever gets around it finds the container: each
// trick is refused, or gains what all the other files of this folder begin with.

const attack = attackSandbox({ guardRails: true })

/** Tries with the real `os` what the real `os` is wanted for. */
const WALL = `
def wall(system):
    def tried(action, *arguments):
        try: action(*arguments)
        except OSError: return False
        return True
    gained = [system.getuid() == 0, tried(system.setuid, 0), tried(system.listdir, '/proc/1/fd'), tried(system.mkdir, '/etc/x'),
              tried(system.mknod, '/tmp/x', 0o60666, 2048), tried(system.chroot, '/tmp')]
    tried(system.kill, 1, 9)
    print('gained', [i for i, got in enumerate(gained) if got])
`

const TRICKS: Record<string, string> = {
  'a name put together': "import importlib\nwall(importlib.import_module('o' + 's'))",
  'the table of modules': "import sys\nwall(sys.modules['o' + 's'])",
  'the table of modules, asked nicely': "import sys\nwall(sys.modules.get('posix'))",
  'a library that imported it': 'import glob\nwall(glob.os)',
  'another library that imported it': 'import shutil as s\nwall(s.os)',
  'a private name of a library': 'import tempfile\nwall(tempfile._os)',
  'the globals of a function': "import subprocess\nwall(subprocess.run.__globals__['os'])",
  'the globals of getenv': "import os\nwall(__import__('sys').modules[os.getenv.__module__])",
  "the globals of getenv's function":
    'import os\nclass System:\n    def __getattr__(self, name): return os.getenv.__globals__[name]\nwall(System())',
  'the classes of everything':
    "import sys\nfound = [c for c in object.__subclasses__() if c.__name__ == '_wrap_close'][0]\nclass System:\n    def __getattr__(self, name): return found.__init__.__globals__[name]\nwall(System())",
  'the frames below':
    "import sys\nframe = sys._getframe()\nwhile 'os' not in frame.f_globals or not hasattr(frame.f_globals['os'], 'kill'): frame = frame.f_back\nwall(frame.f_globals['os'])",
  'a traceback':
    "try: 1 / 0\nexcept ZeroDivisionError as error:\n    frame = error.__traceback__.tb_frame.f_back\n    wall(frame.f_globals['os'])",
  'the builtins of another module':
    "import json\nbuiltins = json.__builtins__\nwall(builtins['__import__']('os'))",
  'builtins of its own':
    "import json\nwall(eval(\"__import__('o' + 's')\", {'__builtins__': json.__builtins__}))",
  'code that is executed': 'exec("import o" + "s\\nwall(o" + "s)", {\'wall\': wall})',
  'the loader of built-in modules':
    "from importlib.machinery import BuiltinImporter\nwall(BuiltinImporter.load_module('po' + 'six'))",
  'a module loaded from its file':
    "import importlib.util, sysconfig\nspec = importlib.util.spec_from_file_location('mine', sysconfig.get_path('stdlib') + '/os.py')\nmodule = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(module)\nwall(module)",
  'the guard rail itself': 'from errand_sandbox import restricted_os\nwall(restricted_os.os)',
  'the real import in a closure':
    "wall(__builtins__.__import__.__closure__[0].cell_contents('o' + 's')) if hasattr(__builtins__, '__import__') else wall(__builtins__['__import__'].__closure__[0].cell_contents('o' + 's'))",
  'the collector of garbage':
    "import gc, types\nwall([m for m in gc.get_objects() if isinstance(m, types.ModuleType) and m.__name__ == 'posix'][0])",
  'a library in C':
    "import ctypes\nlibc = ctypes.CDLL(None)\nclass System:\n    def __getattr__(self, name):\n        def call(*arguments):\n            if getattr(libc, name)(*[a.encode() if isinstance(a, str) else a for a in arguments]) == -1: raise OSError\n        return libc.getuid if name == 'getuid' else (lambda p: open(p + '/0')) if name == 'listdir' else call\nwall(System())",
  'another Python': `import subprocess, sys, inspect\nprint(subprocess.run([sys.executable, '-c', 'import os\\n' + WALL_SOURCE + '\\nwall(os)'], capture_output=True, text=True).stdout, end='')`,
  'a tracer that looks into its callers':
    "import sys\nfound = []\ndef trace(frame, event, _):\n    system = frame.f_globals.get('os')\n    if hasattr(system, 'kill'): found.append(system)\nsys.setprofile(trace)\nimport tempfile\ntempfile.gettempdir()\nsys.setprofile(None)\nwall(found[0])",
  'what a pickle names':
    "import pickle\nwall(pickle.loads(b'\\x80\\x04\\x8c\\x09importlib\\x8c\\x0dimport_module\\x93\\x8c\\x05posix\\x85R.'))",
}

for (const [how, code] of Object.entries(TRICKS))
  attack(`the real os, had by ${how}, gains nothing`, {
    code: `${WALL}\nWALL_SOURCE = ${JSON.stringify(WALL)}\n${code}`,
    // Which of the two it is may change as the guard rail learns; both are right.
    ends: ['forbidden_code', null],
    also: (t, { stdout, error }) => t.is(stdout, error ? '' : 'gained []\n'),
  })

test.serial('what is refused says so, and what is not refused is no secret', async (t) => {
  const { python } = await startSandbox(t)
  t.like(await python("import os\nos.system('id')"), { error: { code: 'forbidden_code' } })
  t.like(await python('import glob\nprint(glob.os.getpid() > 1)'), { stdout: 'True\n' })
})
