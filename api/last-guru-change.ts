import { readEvents } from '../storage/audit.ts'
import type { ApiDependencies } from './dependencies.ts'

/** Who changed a guru's settings last, as far as the audit log still tells soon, and when. */
export async function lastGuruChange(
  { storage }: Pick<ApiDependencies, 'storage'>,
  { slug, created_at, updated_at }: { slug: string; created_at: string; updated_at: string },
): Promise<{ by: string; at: Date }> {
  const filter = { action: 'guru.updated', subject: slug, from: new Date(created_at) }
  const { events } = await readEvents(storage, slug, filter, 1)
  return { by: events[0]?.actor ?? 'somebody', at: new Date(updated_at) }
}
