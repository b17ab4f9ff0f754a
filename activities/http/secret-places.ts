import type { ApiCall } from '../../domain/action.ts'
import { placeholdersOf } from '../../domain/template.ts'
import type { OpenedSecret } from '../load-action.ts'

/** Where a request carries secrets, read from the action's templates: an encoded value is not recognised later. */
export interface SecretPlaces {
  /** The secrets that are sent at all. */
  sent: OpenedSecret[]
  /** Names of headers that hold one, in lower case. */
  headers: Set<string>
  /** Whether the body holds one. */
  body: boolean
}

export function secretPlaces(call: ApiCall, secrets: OpenedSecret[]): SecretPlaces {
  const names = new Set(secrets.map(({ name }) => name))
  const uses = placeholdersOf(call).filter(({ name }) => names.has(name))
  const used = new Set(uses.map(({ name }) => name))
  const header = /^api_call\.headers\./
  return {
    sent: secrets.filter(({ name }) => used.has(name)),
    headers: new Set(
      uses
        .filter(({ place }) => place === 'header')
        .map(({ path }) => path.replace(header, '').toLowerCase()),
    ),
    body: uses.some(({ place }) => place === 'body'),
  }
}
