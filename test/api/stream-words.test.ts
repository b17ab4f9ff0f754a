import test from 'ava'
import { readPosition, writePosition } from '../../api/stream/position.ts'
import { createWords } from '../../api/stream/words.ts'
import { answerSoFar, joinAnswers } from '../../domain/answer-text.ts'
import type { Delta } from '../../domain/workflow-contract.ts'

const textAfter = (...deltas: [attempt: number, index: number, text: string][]): string => {
  const words = createWords()
  for (const [attempt, index, text] of deltas) words.take({ attempt, index, text } satisfies Delta)
  return words.text()
}

test('words follow each other, and a piece that comes twice counts once', (t) => {
  t.is(textAfter([1, 0, 'one '], [1, 4, 'two']), 'one two')
  t.is(textAfter([1, 0, 'one '], [1, 0, 'one '], [1, 4, 'two']), 'one two')
  t.is(textAfter([1, 0, 'one '], [1, 0, 'one two']), 'one two')
  t.is(textAfter([1, 0, 'one '], [1, 8, 'three']), 'one ')
})

test('a later attempt takes the place of an earlier one once it says something else, or more', (t) => {
  t.is(textAfter([1, 0, 'one two'], [2, 0, 'one']), 'one two')
  t.is(textAfter([1, 0, 'one two'], [2, 0, 'one'], [2, 3, ' two three']), 'one two three')
  t.is(textAfter([1, 0, 'one two'], [2, 0, 'uno']), 'uno')
  t.is(textAfter([2, 0, 'uno'], [1, 0, 'one two'], [1, 7, ' three']), 'uno')
})

test('an answer so far is how the whole answer begins', (t) => {
  const part = (name: string, content: string, whole: boolean) => ({ name, content, whole })
  const [a, b, c] = [part('A', 'first', true), part('B', 'second', true), part('C', '', true)]
  t.is(answerSoFar([a, b, c]), joinAnswers([a, b, c]))
  t.is(answerSoFar([a, part('B', 'sec', false), c]), '### A\n\nfirst\n\n### B\n\nsec')
  t.is(answerSoFar([a, part('B', '', false), c]), '### A\n\nfirst')
  t.is(answerSoFar([part('A', '', false), b]), '')
  t.is(answerSoFar([part('A', 'fir', false)]), 'fir')
  t.is(answerSoFar([]), '')
})

test('a position is read as it was written', (t) => {
  for (const id of ['a.question.x:1', 'a:0', 'a:17,9+1.2', 'a:17,9,0+0.1~', 'a:4~', 'a:end'])
    t.is(writePosition(readPosition(id)), id)
})
