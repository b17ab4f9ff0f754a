import type { ExecutionContext } from 'ava'
import { namesGivenBy } from '../../domain/placeholder-names.ts'
import type { Storage } from '../../storage/connection.ts'
import type { ActionDocument } from '../../storage/models.ts'

/** What is reserved, held and kept is exactly what the actions have. */
export async function assertConsistent(
  t: ExecutionContext,
  storage: Storage,
  slug: string,
  note = '',
): Promise<void> {
  const actions = await storage.actions.find({ guru: slug }).lean<ActionDocument[]>()
  const reserved = (await storage.reservations.find().lean())
    .filter(({ _id }) => _id.split('/')[1] === slug)
    .map(({ _id, holder }) => `${_id} ${holder}`)
  const expected = actions.flatMap(({ _id, slot, definition: { name } }) => [
    `${slot} ${_id}`,
    `name/${slug}/${name.toLowerCase()} ${_id}`,
  ])
  t.deepEqual(reserved.sort(), expected.sort(), note)
  const names = await storage.placeholderNames.find({ guru: slug }).lean()
  const holders = names.flatMap((one) => one.holders.map((hold) => `${one._id} ${hold}`))
  const wanted = actions.flatMap(({ hold, definition: own }) => {
    const { parameter, secret } = namesGivenBy(own)
    return [...parameter, ...secret].map((name) => `${slug}/${name} ${hold}`)
  })
  t.deepEqual(holders.sort(), wanted.sort(), note)
  for (const { _id, version } of actions)
    for (let number = 1; number <= version; number++)
      t.truthy(await storage.actionVersions.findById(`${_id}.${number}`), `${note}: ${_id}.${number}`)
}
