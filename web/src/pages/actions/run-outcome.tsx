import { Anchor, Group, Loader, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import type { Run } from '../../api/runs.ts'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { OutputBlock } from '../../components/run/output-block.tsx'
import { RunError } from '../../components/run/run-error.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { duration } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'

interface RunOutcomeProps {
  run: Run | undefined
  isRunning: boolean
}

/** What comes of a run that was started here; said to screen readers as it changes. */
export function RunOutcome({ run, isRunning }: RunOutcomeProps) {
  return (
    <div role="status" aria-live="polite">
      {isRunning ? <Progress run={run} /> : run && <Outcome run={run} />}
    </div>
  )
}

function Progress({ run }: { run: Run | undefined }) {
  const words = texts.actions.running
  return (
    <Group gap="sm">
      <Loader size="sm" aria-hidden />
      <Text size="sm">{run?.progress ? words.progress(run.progress) : words.pending}</Text>
    </Group>
  )
}

function Outcome({ run }: { run: Run }) {
  const guru = useGuru()
  const words = texts.actions.running
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <StatusBadge status={run.status} />
        {run.duration_ms !== null && (
          <Text size="sm" c="dimmed">
            {duration(run.duration_ms)}
          </Text>
        )}
        <Anchor component={Link} to={paths.run(guru, run.id)} size="sm">
          {words.seeRun}
        </Anchor>
      </Group>
      {run.status === 'awaiting_approval' && <Text size="sm">{words.awaiting}</Text>}
      {run.error && <RunError guru={guru} error={run.error} actionId={run.action.id} />}
      {run.answer && <OutputBlock label={words.answer} text={run.answer} />}
      {run.output !== null && run.output !== run.answer && (
        <OutputBlock label={words.output} text={run.output} truncated={run.output_truncated} />
      )}
    </Stack>
  )
}
