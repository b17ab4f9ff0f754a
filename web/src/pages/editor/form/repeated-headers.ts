import { texts } from '../../../texts/en/index.ts'
import type { ActionValues } from './values.ts'

/** Headers that are there twice, by their fields: the API takes an object, and would never see the first of them. */
export function repeatedHeaders({ type, api_call: { headers } }: ActionValues): Record<string, string> {
  if (type !== 'api_call') return {}
  const names = headers.map(({ name }) => name.toLowerCase())
  return Object.fromEntries(
    names.flatMap((name, index) =>
      name && names.indexOf(name) < index
        ? [[`api_call.headers.${index}.name`, texts.editor.request.headerTwice]]
        : [],
    ),
  )
}
