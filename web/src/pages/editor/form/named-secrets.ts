import { namesIn, parseTemplate } from '../../../../../domain/template-text.ts'
import type { ActionValues } from './values.ts'

const STRING_LITERAL = /(?:'([A-Za-z_]\w{0,63})'|"([A-Za-z_]\w{0,63})")/g

/** The names of a text's placeholders. */
export const placeholdersIn = (text: string): string[] => namesIn(parseTemplate(text))

/** The texts of a request that may have placeholders. */
export const requestTexts = ({ api_call: { url, headers, body } }: Pick<ActionValues, 'api_call'>) => [
  url,
  ...headers.map(({ value }) => value),
  body ?? '',
]

/** All that texts of the action name which may be a secret. */
export function namedSecrets({ type, api_call, python, schedule }: ActionValues): Set<string> {
  const { delivery } = schedule
  return new Set([
    ...(type === 'api_call'
      ? requestTexts({ api_call }).flatMap(placeholdersIn)
      : Array.from(python.code.matchAll(STRING_LITERAL), ([, single, double]) => single ?? double ?? '')),
    ...(delivery ? [delivery.secret, ...placeholdersIn(delivery.url)] : []),
  ])
}

/** The secrets that the action is to declare: without those that it named once and doesn't any more. */
export function declaredSecrets(values: ActionValues): string[] {
  const named = namedSecrets(values)
  return values.secrets.filter((name) => named.has(name) || !values.found_secrets.includes(name))
}
