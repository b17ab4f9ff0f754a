import { touchGuru } from './catalogue.ts'
import type { Storage } from './connection.ts'
import type { SecretDocument } from './models.ts'
import type { Opener, Sealer } from './secret-box.ts'

export interface Resealed {
  /** How many there are. */
  secrets: number
  /** How many of them were sealed anew. */
  resealed: number
  /** `GURU.NAME` of those that no key opens. They stay as they are. */
  unreadable: string[]
}

/**
 * Seals every secret with the newest key that isn't yet. May be interrupted anywhere and run again; a secret that is
 * set meanwhile keeps what was set. Goes over all of them until there is nothing left to do.
 * @param progress called after each secret, with how many were looked at in this pass
 */
export async function resealSecrets(
  storage: Pick<Storage, 'secrets' | 'gurus'>,
  opener: Opener,
  sealer: Sealer,
  progress: (done: number, all: number) => void = () => {},
): Promise<Resealed> {
  let total = 0
  for (;;) {
    const pass = await resealOnce(storage, opener, sealer, progress)
    total += pass.resealed
    if (!pass.changed) return { secrets: pass.secrets, resealed: total, unreadable: pass.unreadable }
  }
}

async function resealOnce(
  storage: Pick<Storage, 'secrets' | 'gurus'>,
  opener: Opener,
  sealer: Sealer,
  progress: (done: number, all: number) => void,
): Promise<Resealed & { changed: boolean }> {
  const found = await storage.secrets.find({}, { sealed: 1, guru: 1 }).lean<SecretDocument[]>()
  const unreadable: string[] = []
  const gurus = new Set<string>()
  let resealed = 0
  let changed = false
  for (const [index, { _id, guru, sealed }] of found.entries()) {
    if (!opener.opensWithNewest(sealed)) {
      const next = reseal(sealed, opener, sealer)
      if (next === null) unreadable.push(_id)
      else {
        changed = true
        // Where it was set anew meanwhile nothing matches, and the next pass looks at it.
        const { matchedCount } = await storage.secrets.updateOne({ _id, sealed }, { $set: { sealed: next } })
        if (matchedCount > 0) {
          resealed++
          gurus.add(guru)
        }
      }
    }
    progress(index + 1, found.length)
  }
  for (const guru of gurus) await touchGuru(storage, guru)
  return { secrets: found.length, resealed, unreadable, changed }
}

function reseal(sealed: string, opener: Opener, sealer: Sealer): string | null {
  try {
    return sealer.seal(opener.open(sealed))
  } catch {
    return null
  }
}
