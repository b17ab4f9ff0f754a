import { Context } from '@temporalio/activity'
import { type Masker, textOf } from '../domain/masking.ts'
import type { RunArtifact } from '../domain/run.ts'
import { SHOWN_NAME_CHARACTERS } from '../sandbox/left-out.ts'
import { saveArtifact } from '../storage/artifacts.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { type MaskedFile, maskFiles, type RawFile } from './mask-artifacts.ts'

export interface KeptArtifacts {
  artifacts: RunArtifact[]
  /** What was not kept, and why. */
  warnings: string[]
}

export interface LeftFiles {
  files: RawFile[]
  leftOut: { name: string; reason: string }[]
}

/**
 * Masks the files that a run left and keeps them for its guru. The run has happened: where the database is away,
 * it succeeds all the same, with a warning that the files are lost.
 */
export async function keepArtifacts(
  deps: Pick<ActivityDependencies, 'storage' | 'log'>,
  guru: string,
  { files, leftOut }: LeftFiles,
  masker: Masker,
): Promise<KeptArtifacts> {
  const masked = await maskFiles(files, masker)
  const notKept = [
    ...leftOut.map(({ name, reason }) => ({ name: maskName(name, masker), reason })),
    ...masked.withheld,
  ]
  const warnings = notKept.map(({ name, reason }) => `Not kept from /tmp/out: ${name} (${reason}).`)
  const saved: MaskedFile[] = []
  try {
    for (const file of masked.files) {
      await saveArtifact(deps.storage, { guru, workflow_id: workflowId(), ...file })
      saved.push(file)
    }
  } catch (error) {
    deps.log.warn(
      { error_name: error instanceof Error ? error.name : typeof error },
      'files could not be kept',
    )
    const lost = masked.files.slice(saved.length).map(({ name }) => name)
    warnings.push(`These files were lost, since the database could not be reached: ${lost.join(', ')}.`)
  }
  const artifacts = saved.map(({ name, content_type, bytes }) => ({
    name,
    content_type,
    size_bytes: bytes.length,
  }))
  return { artifacts, warnings }
}

/** The name of what was left out may be cut off, in the middle of a secret perhaps. */
const maskName = (name: string, masker: Masker): string =>
  name.length < SHOWN_NAME_CHARACTERS ? masker.mask(name) : `${textOf(masker.maskCut(name).pieces)}…`

const workflowId = (): string => Context.current().info.workflowExecution?.workflowId ?? ''
