import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

test('finds nothing in code that keeps to the rules', async (t) => {
  const { sandbox } = await startSandbox(t)
  const code = `
import os
import os as system
from os import environ, getenv
class Box: path = 1
print(os.environ.get('A'), os.environ['B'], os.getenv('C'), system.environ, Box().path)
`
  t.deepEqual(await sandbox.checkCode(code), [])
  t.deepEqual(await sandbox.checkCode(''), [])
})

test('names line and column of every forbidden use of os', async (t) => {
  const { sandbox } = await startSandbox(t)
  const code = `import os
import os.path
from os import system, getenv
from os import *
import posix
os.system('id')
def f():
    import os as o
    o.listdir('/')
__import__('posix')
import importlib, sys
importlib.import_module('os').system('id')
sys.modules['os'].remove('x')
`
  const problems = await sandbox.checkCode(code)
  t.deepEqual(
    problems.map(({ line, column }) => [line, column]),
    [
      [2, 8],
      [3, 16],
      [4, 16],
      [5, 8],
      [6, 1],
      [9, 5],
      [10, 1],
      [12, 1],
      [13, 1],
    ],
  )
  t.regex(problems[4]?.message ?? '', /^os\.system is not available here: /)
})

test('names line and column of a syntax error', async (t) => {
  const { sandbox } = await startSandbox(t)
  const [first, ...rest] = await sandbox.checkCode("x = 1\nif True print('b')\n")
  t.deepEqual(rest, [])
  t.like(first, { line: 2, column: 9 })
  t.regex(first?.message ?? '', /^SyntaxError/)
  t.like((await sandbox.checkCode('a = 1\nreturn a'))[0], { line: 2 })
})

test('survives code that Python itself can not read', async (t) => {
  const { sandbox } = await startSandbox(t)
  for (const code of [
    '('.repeat(9_000),
    '-'.repeat(9_990),
    'a\0b',
    `x=${'[1,'.repeat(3_000)}`,
    'a.'.repeat(4_000),
    '\ud800',
  ]) {
    const problems = await sandbox.checkCode(code)
    t.true(problems.length > 0, JSON.stringify(code.slice(0, 10)))
    t.true((problems[0]?.line ?? 0) >= 1)
  }
})

test('runs nothing of the code', async (t) => {
  const { sandbox } = await startSandbox(t)
  t.deepEqual(await sandbox.checkCode('while True: pass'), [])
})
