import test from 'ava'
import { shorten } from '../../domain/shorten.ts'

test('a text within the limit stays as it is', (t) => {
  t.is(shorten('abc', 3), 'abc')
})

test('a longer one keeps its head and tail and says how much is left out', (t) => {
  const short = shorten(`${'a'.repeat(500)}${'z'.repeat(500)}`, 100)
  t.regex(short, /^a{75}\n… 900 characters left out …\nz{25}$/)
})

test('a character that a cut would split becomes a whole one', (t) => {
  t.true(shorten('😀'.repeat(100), 51).isWellFormed())
})
