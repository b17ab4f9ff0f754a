import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import type { Match } from '../../domain/language.ts'
import { type Line, lineSchema } from '../../eval/line.ts'

/** Two actions that are told apart easily. */
export const ACTIONS = [
  {
    name: 'Refund status',
    description: 'Looks up a refund',
    trigger: 'When the user asks whether an order was refunded',
    parameters: [
      { name: 'order', type: 'string', description: 'The number of the order' },
      {
        name: 'days',
        type: 'number',
        description: 'How many days to look back',
        required: false,
        default: 30,
      },
      { name: 'note', type: 'string', description: 'A note', required: false },
    ],
  },
  {
    name: 'Incidents',
    description: 'Reads open incidents',
    trigger: 'When the user asks whether something is down right now',
  },
]

const WELL_FORMED = {
  id: 'one',
  category: 'plain',
  question: 'Was order 1042 refunded?',
  actions: ACTIONS,
  expected: [{ name: 'Refund status', parameters: { order: ['1042'] } }],
}

/** A line as it stands in a file, with the fields that a test is about. */
export const written = (fields: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...WELL_FORMED, ...fields })

/** A line as it was read. */
export const line = (fields: Record<string, unknown> = {}): Line =>
  lineSchema.parse({ ...WELL_FORMED, ...fields })

/** What an engine understood: the action and its parameters. */
export const match = (
  action_id: string,
  parameters: Match['parameters'] = {},
  missing: string[] = [],
): Match => ({ action_id, score: 1, parameters, missing })

/** The path of a file with these lines, which goes away after the test. */
export function fileWith(t: ExecutionContext, ...lines: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-eval-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'questions.jsonl')
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
