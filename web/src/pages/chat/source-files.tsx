import { useIntersection } from '@mantine/hooks'
import { useState } from 'react'
import { useRun } from '../../api/runs.ts'
import { Artifacts } from '../../components/run/artifacts.tsx'

interface SourceFilesProps {
  guru: string
  runId: string
}

/** The files that an answer's run has left, such as charts. Asked for once the answer comes into view. */
export function SourceFiles({ guru, runId }: SourceFilesProps) {
  const [isSeen, setSeen] = useState(false)
  const { ref, entry } = useIntersection()
  if (entry?.isIntersecting && !isSeen) setSeen(true)
  return <div ref={ref}>{isSeen && <Files guru={guru} runId={runId} />}</div>
}

function Files({ guru, runId }: SourceFilesProps) {
  const { data: run } = useRun(guru, runId)
  if (!run || run.artifacts.length === 0) return null
  return <Artifacts guru={guru} run={runId} artifacts={run.artifacts} />
}
