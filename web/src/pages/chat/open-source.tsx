import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useRun } from '../../api/runs.ts'
import { type AnsweredAction, sessionKey } from '../../api/sessions.ts'
import { Approval } from './approval.tsx'
import { Source } from './source.tsx'

interface OpenSourceProps {
  guru: string
  session: string | undefined
  action: AnsweredAction
  runId: string
}

/** A run that an answer waits for, as it stands now. */
export function OpenSource({ guru, session, action, runId }: OpenSourceProps) {
  const queries = useQueryClient()
  const { data: run } = useRun(guru, runId)
  const status = run?.status ?? action.status
  const hasEnded = Boolean(run?.finished_at)
  useEffect(() => {
    // The answer has taken the place of this by then.
    if (hasEnded && session) void queries.invalidateQueries({ queryKey: sessionKey(guru, session) })
  }, [hasEnded, guru, session, queries])
  return (
    <Source guru={guru} action={{ ...action, status }}>
      {run?.approval && <Approval guru={guru} runId={runId} name={action.name} run={run} />}
    </Source>
  )
}
