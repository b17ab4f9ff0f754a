import { fileURLToPath } from 'node:url'
import type { Operation } from '../../../api/contract/operation.ts'
import { paramsOf, type Scene } from '../../api/coverage/scene.ts'

const HOOKS = fileURLToPath(new URL('hooks.py', import.meta.url))

/**
 * Which of schemathesis' checks are off, and why; all others are on.
 *
 * - `positive_data_acceptance`: what is right also depends on what is stored, which a schema can't say: whether a name is
 *   taken, a placeholder names a parameter, code is Python.
 * - `ignored_auth`: it sends wrong keys with everything, and who does is soon answered 429 only. That nothing is to be
 *   had without a key is what the run as nobody is for; wrong ones are tried in test/api/isolation.test.ts.
 */
const CHECKS_OFF = ['positive_data_acceptance', 'ignored_auth']

/** What wrong data may be told: with a tag that is out of date it is a 412, before anybody looks at the data. */
const REJECTED = ['400', '401', '403', '404', '405', '409', '412', '413', '415', '422', '429']

/** How often an id in a path is one that there is; else it is drawn, or taken from an earlier response. */
const KNOWN_IDS = 0.6

/** Schemathesis' own file. Names, numbers and lists are written in TOML as in JSON. */
export function configurationOf(operations: Operation[], scene: Scene, key: string | null): string {
  const dictionaries = new Map<string, string>()
  const settings = operations.flatMap((operation) => {
    const known = Object.entries(knownParams(operation, scene)).map(([name, value]) => {
      const key = JSON.stringify(`path.${name}`)
      // Most of what could be sent to other gurus would only be told so.
      if (isItsGuru(operation, name)) return `${key} = ${JSON.stringify(value)}`
      const dictionary = `is-${dictionaries.size}`
      dictionaries.set(dictionary, value)
      return `${key} = { dictionary = "${dictionary}", probability = ${KNOWN_IDS} }`
    })
    const id = JSON.stringify(operation.id)
    const lines = ['[[operations]]', `include-operation-id = ${id}`, `parameters = { ${known.join(', ')} }`]
    return known.length > 0 ? [lines.join('\n')] : []
  })
  return [
    `hooks = ${JSON.stringify(HOOKS)}`,
    // The stack is on this machine, and has two cores: what takes so long, hangs. Questions are waited for.
    'request-timeout = 150',
    'continue-on-failure = true',
    ...(key ? [`headers = { x-api-key = ${JSON.stringify(key)} }`] : []),
    ...CHECKS_OFF.map((check) => `[checks.${check}]\nenabled = false`),
    `[checks.negative_data_rejection]\nexpected-statuses = ${JSON.stringify(REJECTED)}`,
    ...[...dictionaries].map(
      ([name, value]) => `[dictionaries.${name}]\nvalues = [${JSON.stringify(value)}]`,
    ),
    ...settings,
  ].join('\n')
}

/** Deleting what everything is about would leave nothing to be fuzzed: it gets the ids of what the fuzzer made. */
function knownParams(operation: Operation, scene: Scene): Record<string, string> {
  const params = paramsOf(operation, scene)
  const names = Object.entries(params)
  if (operation.method !== 'delete') return params
  return Object.fromEntries(names.slice(0, -1))
}

/** That it is in a guru, not about one. */
const isItsGuru = ({ path }: Operation, name: string): boolean =>
  name === 'guru' && (path.startsWith('/{guru}/') || path.startsWith('/gurus/{guru}/'))
