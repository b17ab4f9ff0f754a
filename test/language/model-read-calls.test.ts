/*
 * Calls that a model writes into its words, in whichever of the forms that models are trained to write.
 */
import test from 'ava'
import { readCalls } from '../../language/model/read-calls.ts'

const call = { tool: 'get_order', input: { id: '7' } }
const json = '{"name":"get_order","arguments":{"id":"7"}}'

const FORMS: [string, string][] = [
  ['a code fence', `Sure:\n\`\`\`json\n${json}\n\`\`\`\nDone.`],
  ['a code fence without a language', `\`\`\`\n${json}\`\`\``],
  ['the second of two fences', `\`\`\`\nnothing\n\`\`\` and \`\`\`JSON ${json} \`\`\``],
  ['a block', `<tool_call>\n${json}\n</tool_call>`],
  ['a block in capitals', `<TOOL_CALL>${json}</TOOL_CALL>`],
  ['a block after one that is never closed', `<tools> <tool_call>${json}</tool_call>`],
  ['tags', '<function=get_order>\n<parameter=id>\n7\n</parameter>\n</function>'],
  ['words around it', `I would call ${json} now.`],
]
for (const [what, text] of FORMS)
  test(`a call is read from ${what}`, (t) => {
    t.deepEqual(readCalls(text).calls, [call])
  })

test('several blocks are several calls', (t) => {
  t.deepEqual(readCalls(`<tool_call>${json}</tool_call>\n<tool_call>${json}</tool_call>`).calls, [call, call])
})

test('names that every object has are values like any other, and change no object', (t) => {
  const text =
    '{"name":"get_order","arguments":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"7"}}'
  const [read] = readCalls(text).calls
  t.is(read?.tool, 'get_order')
  t.is(({} as { polluted?: number }).polluted, undefined)
})

for (const [opening, closing] of [
  ['[', ']'],
  ['{"calls":[', ']}'],
  ['{"function":', '}'],
] as const)
  test(`JSON of ${opening} without an end to it is no call`, (t) => {
    t.deepEqual(readCalls(opening.repeat(30_000) + json + closing.repeat(30_000)).calls, [])
  })

/** Where reading is quadratic, these take hours. */
const ENDLESS = ['<tool>', '<function=a>', '<tool_call><tools>', '```', '{', '[', '{"a":', '"', '</think>']
for (const piece of ENDLESS)
  test(`a text of nothing but ${piece} is read to its end`, (t) => {
    t.deepEqual(readCalls(piece.repeat(400_000)).calls, [])
  })
for (const [begin, piece] of [
  ['```', ' '],
  ['```', 'a'],
  ['<function=a>', '<parameter=b>'],
  ['{', '"'],
] as const)
  test(`neither does ${begin} and nothing but ${JSON.stringify(piece)} take long`, (t) => {
    t.deepEqual(readCalls(begin + piece.repeat(400_000)).calls, [])
  })
