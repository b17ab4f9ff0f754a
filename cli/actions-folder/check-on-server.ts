import type { Client } from '../client/client.ts'
import { path } from '../client/path.ts'
import { ApiFailure } from '../failure.ts'
import { inFiles } from './in-files.ts'
import type { Plan } from './plan.ts'

/**
 * Has the server check all that is to be created or changed, without changing anything: it alone can judge Python code,
 * and knows what others have done meanwhile.
 * @throws {CliError} with every problem and the file it is in
 */
export async function checkOnServer(client: Client, guru: string, { steps }: Plan): Promise<void> {
  const files = steps.flatMap((step) => (step.kind === 'delete' ? [] : [step]))
  if (files.length === 0) return
  const body = files.map((step) => ({
    ...step.wanted.definition,
    ...(step.kind === 'change' ? { secrets: step.secrets } : {}),
  }))
  try {
    await client.json('POST', path`/${guru}/actions/import`, {
      query: { dry_run: 'true', on_conflict: 'replace', start_schedules: 'true' },
      body,
      repeatable: true,
    })
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    // Places and names that deletions and renamings free are not free yet; the plan was made with them in mind.
    const frees = steps.some(
      (step) =>
        step.kind === 'delete' || (step.kind === 'change' && step.now.name !== step.wanted.definition.name),
    )
    if (error.status === 409 && frees) return
    throw inFiles(
      error,
      files.map(({ wanted }) => wanted.where),
    )
  }
}
