import { Anchor, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { ProblemError } from '../../api/client.ts'
import { isOpen, useRun } from '../../api/runs.ts'
import { Loading } from '../../app/loading.tsx'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { Missing } from '../../components/missing.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { duration, Time } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'
import { useCameFrom } from './came-from.ts'
import { RunBody } from './detail/run-body.tsx'
import { RunButtons } from './detail/run-buttons.tsx'
import { Elapsed } from './list/elapsed.tsx'

/** One run: what was asked, what was done, and what came of it; followed while it goes on. */
export default function RunPage() {
  const { id = '' } = useParams()
  // Of a run that follows on another, as after a rerun, nothing is kept.
  return <RunOf key={id} id={id} />
}

function RunOf({ id }: { id: string }) {
  const guru = useGuru()
  const { data: run, error, refetch } = useRun(guru, id)
  const { search } = useCameFrom()
  const words = texts.run.page
  const isMissing = error instanceof ProblemError && error.problem.status === 404
  if (isMissing) return <Missing {...words.missing} to={paths.runs(guru)} />
  return (
    <Page title={run?.action.name || words.unnamed} aside={run && <RunButtons run={run} />}>
      <Group gap="sm">
        <Anchor component={Link} to={{ pathname: paths.runs(guru), search }} size="sm">
          <IconArrowLeft size={14} aria-hidden /> {words.back}
        </Anchor>
        {run && (
          <>
            <StatusBadge status={run.status} />
            <Text size="sm">{texts.runs.trigger[run.trigger]}</Text>
            <Text size="sm">
              <Time at={run.started_at} />
            </Text>
            <Text size="sm">
              {isOpen(run) ? <Elapsed since={run.started_at} /> : duration(run.duration_ms ?? 0)}
            </Text>
            <VisuallyHidden role="status">{words.live(texts.common.status[run.status])}</VisuallyHidden>
          </>
        )}
      </Group>
      <ProblemAlert error={error} retry={refetch} />
      {!run && !error && <Loading />}
      {run && <RunBody run={run} />}
    </Page>
  )
}
