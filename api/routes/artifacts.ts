import { isPicture, safeType } from '../../domain/content-type.ts'
import { Problem } from '../../domain/problems.ts'
import type { Run } from '../../domain/run.ts'
import { readArtifact } from '../../storage/artifacts.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type Served, serve } from '../serve.ts'
import { readRun } from '../temporal/read-run.ts'
import { historyOf } from '../temporal/run-view.ts'

const DAY_SECONDS = 86_400

/**
 * The content comes from code that anybody may have written, and is opened in a browser under our origin. With
 * this nothing in it runs or loads anything: it counts as of an origin of its own.
 */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

/** The files that runs left. */
export const artifactRoutes = ({ temporal, storage }: ApiDependencies): Served[] => [
  serve(contract.readArtifact, async ({ guru, params: { id, name }, response }) => {
    const run = await readRun(temporal, historyOf(guru), id, null)
    const found = await readArtifact(storage, run.id, name.normalize('NFC'))
    if (!found) throw noSuchFile(run, name)
    const type = safeType(found.content_type)
    response.attachment(name)
    const disposition = response.get('Content-Disposition') ?? 'attachment'
    response.set({
      'Content-Disposition': isPicture(type) ? disposition.replace(/^attachment/, 'inline') : disposition,
      'Content-Type': type,
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      // A run's files never change; another key on the same machine must not be served from the cache.
      'Cache-Control': `private, max-age=${DAY_SECONDS}, immutable`,
      Vary: 'x-api-key, Authorization, Cookie',
      ETag: `"${found.sha256}"`,
    })
    // Answers HEAD without the body, and 304 where the client has it.
    response.send(found.bytes)
  }),
]

function noSuchFile({ artifacts, finished_at }: Run, name: string): Problem {
  const names = artifacts.map((artifact) => artifact.name)
  if (names.includes(name.normalize('NFC')))
    return new Problem('not_found', `The file '${name}' is not kept any more.`)
  if (names.length > 0)
    return new Problem('not_found', `The run left no file named '${name}'. It left: ${names.join(', ')}.`)
  return new Problem(
    'not_found',
    finished_at === null
      ? 'The run has left no file yet. Files come when its code has ended.'
      : 'The run left no files. Python code leaves them in /tmp/out.',
  )
}
