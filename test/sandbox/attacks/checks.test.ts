import test from 'ava'
import { startSandbox, type TestSandbox } from '../support/sandbox.ts'

// Attacks on the check that runs when an action is saved. It reads code and runs none of it; code may hurt the parser.

let started: Promise<TestSandbox> | null = null
const ends: (() => unknown)[] = []
test.after.always(async () => {
  for (const end of ends) await end()
})

const nested = (open: string, close: string, depth: number, inner = '') =>
  `${open.repeat(depth)}${inner}${close.repeat(depth)}`

/** Ten thousand characters at most: longer code is refused before it comes here. */
const HOSTILE: Record<string, string> = {
  'ten thousand brackets': '('.repeat(10_000),
  'brackets that close': nested('(', ')', 5_000),
  'lists in lists': `x = ${nested('[', ']', 4_900)}`,
  'calls in calls': `x = ${nested('f(', ')', 3_000, '1')}`,
  'signs without end': `x = ${'-'.repeat(9_900)}1`,
  'nots without end': `x = ${'not '.repeat(2_400)}1`,
  'awaits without end': `async def f():\n  ${'await '.repeat(1_600)}x`,
  'a tower of powers': `x = ${'9**'.repeat(3_000)}9`,
  'a sum without end': `x = ${'1+'.repeat(4_990)}1`,
  'attributes without end': `x = a${'.a'.repeat(4_990)}`,
  'subscripts without end': `x = a${'[0]'.repeat(3_300)}`,
  'lambdas in lambdas': `x = ${'lambda:'.repeat(1_400)}0`,
  'blocks in blocks': `${Array.from({ length: 99 }, (_, i) => `${' '.repeat(i)}if x:`).join('\n')}\n${' '.repeat(99)}pass`,
  'functions in functions': `${Array.from({ length: 90 }, (_, i) => `${' '.repeat(i)}def f():`).join('\n')}\n${' '.repeat(90)}pass`,
  'dictionaries that the parser must try twice': `x = ${nested('{', '}', 2_000, '1:')}`,
  'comparisons nobody closes': `${'a<(b,'.repeat(2_000)}`,
  'generators in generators': `x = ${nested('(i for i in ', ')', 700, 'y')}`,
  'f-strings in f-strings': `x = ${nested("f'{", "}'", 140, '1')}`,
  'an f-string that does not end': `x = f'${'{'.repeat(5_000)}`,
  'patterns in patterns': `match x:\n case ${nested('[', ']', 3_000, '_')}: pass`,
  'a number of ten thousand digits': `x = ${'9'.repeat(9_900)}`,
  'a number to the power of itself': 'x = 9**9**9**9\ny = 1 << 10**18\nz = "a" * 10**12',
  'null bytes': 'a = 1\0\0\0',
  'a cookie of another encoding': '# -*- coding: utf-7 -*-\nx = "+AG8AcwAu-"',
  'a cookie of an encoding that runs code': '# coding: hex\n696d706f7274',
  'a cookie of no encoding': '# coding: \0nonsense\nx = 1',
  'form feeds and odd blanks': '\f\f if x:\n\f\fpass\n\u00a0\u2028\u3000',
  'half a character': 'x = "\ud800"',
  'names in every script': `${'𝔬𝔰'.repeat(10)} = ª = ﬁ = 1`,
  'a byte order mark and nothing': '\ufeff',
  'carriage returns alone': 'x = 1\ry = 2\r'.repeat(500),
  'tabs that nobody can count': 'if x:\n\ty\n        z\n \tw',
  'a line that goes on for ever': 'x = \\\n'.repeat(499),
  'an escape of every kind': 'x = "\\N{no such name}\\U00110000\\x"',
  'types in types': `x: ${nested('list[', ']', 1_600, 'int')} = 1`,
  'decorators without end': `${'@a\n'.repeat(498)}def f(): pass`,
}

for (const [what, code] of Object.entries(HOSTILE))
  test.serial(`${what}: the check comes to an end, and the next one works`, async (t) => {
    t.timeout(600_000)
    t.true(code.length <= 10_000)
    const lasting = { timeout() {}, teardown: (end: () => unknown) => ends.push(end), title: '' }
    started ??= startSandbox(lasting as unknown as typeof t)
    const { sandbox } = await started
    const problems = await sandbox.checkCode(code)
    t.true(Array.isArray(problems))
    for (const { line, column, message } of problems) {
      t.true(line >= 1 && column >= 1)
      t.true(message.length > 0)
    }
    t.deepEqual(await sandbox.checkCode('print(1)'), [])
    t.is((await sandbox.checkCode('import posix')).length, 1)
  })
