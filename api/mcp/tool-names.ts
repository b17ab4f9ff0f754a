import type { ActionDocument } from '../../storage/models.ts'

/** What no client refuses or rewrites: `a-z`, `0-9`, `_` and `-`. */
const LONGEST = 64
/** Characters of an action's id; 50 bits. */
const ID_LENGTH = 10
const PLAIN = /^[a-z0-9]+(?:[ -][a-z0-9]+)*$/

/**
 * The name of an action's tool. It depends on that action alone, so other actions that come and go never change it, and
 * no two actions of a guru share one: a name that can be written so that nothing of it is lost is taken as it is, since
 * names of actions are unique; any other gets `--` and the beginning of the action's id, which no name of the first
 * kind has.
 * @example `order_status`, `grosse_pruefen--3f9k2m1xqa`, `action--3f9k2m1xqa`
 */
export function toolNameOf({ _id, definition }: Pick<ActionDocument, '_id' | 'definition'>): string {
  const name = definition.name.toLowerCase()
  const plain = name.replaceAll(' ', '_')
  if (PLAIN.test(name) && plain.length <= LONGEST) return plain
  const ending = `--${_id.slice(0, ID_LENGTH)}`
  const words = name
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST - ending.length)
    .replaceAll(/^_+|_+$/g, '')
  return `${words || 'action'}${ending}`
}
