import { z } from 'zod'
import { piiInputSchema } from '../domain/pii/settings.ts'
import { notFound, Problem } from '../domain/problems.ts'
import { forgetArtifactsOf } from './artifacts.ts'
import { isDuplicate, type Storage } from './connection.ts'
import type { GuruDocument } from './models.ts'

/** Words that stand where a guru's slug would, in routes. */
const RESERVED_SLUGS = [
  'gurus',
  'templates',
  'openapi',
  'docs',
  'auth',
  'session',
  'me',
  'keys',
  'health',
  'v1',
  'mcp',
]

/** What may be set of a guru at any time; none of it has to be. */
const settings = {
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().max(2_000).optional(),
  instructions: z.string().max(10_000).optional().meta({ description: 'What a language model is told' }),
  action_limit: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: 'How many actions it may have' }),
  mcp_for_chat: z
    .boolean()
    .optional()
    .meta({ description: 'Whether keys with the role chat may call its actions over MCP' }),
  pii: piiInputSchema
    .optional()
    .meta({ description: 'Whether, and which, personal data is replaced before it is kept' }),
}

export const guruInputSchema = z.strictObject({
  slug: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 lower-case letters, digits and hyphens')
    .refine((slug) => !RESERVED_SLUGS.includes(slug), 'is a reserved word'),
  ...settings,
})
export type GuruInput = z.infer<typeof guruInputSchema>

export const guruPatchSchema = z.strictObject(settings)
export type GuruPatch = z.infer<typeof guruPatchSchema>

export async function createGuru(
  storage: Storage,
  input: GuruInput,
  defaultLimit: number,
): Promise<GuruDocument> {
  const now = new Date()
  const guru: GuruDocument = {
    _id: input.slug,
    name: input.name ?? input.slug,
    description: input.description ?? '',
    instructions: input.instructions ?? '',
    action_limit: input.action_limit ?? defaultLimit,
    mcp_for_chat: input.mcp_for_chat ?? false,
    ...(input.pii && { pii: input.pii }),
    // Not 0: a guru made again under the same slug must not match what a cache holds of the old one.
    revision: now.getTime(),
    created_at: now,
    updated_at: now,
  }
  try {
    await storage.gurus.create(guru)
  } catch (error) {
    if (isDuplicate(error))
      throw new Problem('conflict', `A guru with the slug '${input.slug}' exists already.`)
    throw error
  }
  return guru
}

/**
 * @param unchangedSince when it must have been changed last; missing where anything may have happened
 * @returns whether it was that
 * @throws {Problem} 404
 */
export async function updateGuru(
  storage: Storage,
  slug: string,
  { pii = {}, ...patch }: GuruPatch,
  unchangedSince?: Date,
): Promise<boolean> {
  // What is not named of `pii` stays as it is.
  const personal = Object.fromEntries(Object.entries(pii).map(([name, value]) => [`pii.${name}`, value]))
  const result = await storage.gurus.updateOne(asItWas(slug, unchangedSince), {
    $set: {
      ...patch,
      ...personal,
      // It may be lower than it was.
      ...(patch.action_limit !== undefined && { crowded: true }),
      updated_at: new Date(),
    },
    $inc: { revision: 1 },
  })
  return result.matchedCount > 0 || refuseMissing(storage, slug)
}

const asItWas = (slug: string, since: Date | undefined) => ({
  _id: slug,
  ...(since && { updated_at: since }),
})

/** @throws {Problem} 404 where nothing was found since there is no such guru */
async function refuseMissing(storage: Storage, slug: string): Promise<false> {
  if (!(await storage.gurus.findById(slug, { _id: 1 }).lean())) throw notFound(`Guru '${slug}'`)
  return false
}

/**
 * Deletes the guru with its keys, actions, secrets, sessions and its runs' files. The history in Temporal stays.
 * @param unchangedSince as for `updateGuru`
 * @returns whether it was that
 * @throws {Problem} 404
 */
export async function deleteGuru(storage: Storage, slug: string, unchangedSince?: Date): Promise<boolean> {
  // The guru goes first: from then on nothing of it can be reached, even where the rest is interrupted.
  const { deletedCount } = await storage.gurus.deleteOne(asItWas(slug, unchangedSince))
  if (deletedCount === 0) return refuseMissing(storage, slug)
  const actions = await storage.actions.find({ guru: slug }, { _id: 1 }).lean<{ _id: string }[]>()
  await storage.keys.deleteMany({ guru: slug })
  await storage.secrets.deleteMany({ guru: slug })
  await storage.sessions.deleteMany({ guru: slug })
  await storage.sessionEntries.deleteMany({ guru: slug })
  await storage.sessionCounters.deleteMany({ guru: slug })
  await storage.chatTurns.deleteMany({ guru: slug })
  await storage.chatRequests.deleteMany({ guru: slug })
  await storage.actions.deleteMany({ guru: slug })
  await storage.placeholderNames.deleteMany({ guru: slug })
  await storage.actionVersions.deleteMany({ guru: slug })
  for (const { _id } of actions) await storage.reservations.deleteMany({ holder: _id })
  await forgetArtifactsOf(storage, slug)
  return true
}
