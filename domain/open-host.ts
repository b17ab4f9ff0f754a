import type { ApiCall, Parameter } from './action.ts'
import { placeholdersOf } from './template.ts'
import { parseUrlTemplate } from './template-url.ts'

/**
 * Secrets that whoever gives a parameter's value can have sent anywhere: the parameter stands for the host of the
 * call, and these, of the secrets that are bound to no hosts, go with it.
 */
export function secretsForAnyHost(
  call: ApiCall,
  parameters: Parameter[],
  unbound: string[],
): { parameter: string; secrets: string[] } | null {
  const { host } = parseUrlTemplate(call.url)
  if ('literal' in host || !parameters.some(({ name }) => name === host.placeholder)) return null
  const sent = new Set(placeholdersOf(call).map(({ name }) => name))
  const secrets = unbound.filter((name) => sent.has(name))
  return secrets.length > 0 ? { parameter: host.placeholder, secrets } : null
}
