import { Alert, Anchor, Button, Card, Group, List, Stack, Text } from '@mantine/core'
import { Link } from 'react-router'
import { isOpen, type Run, useCancelRun, useRun } from '../../../api/runs.ts'
import { paths } from '../../../app/paths.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { Artifacts } from '../../../components/run/artifacts.tsx'
import { Hosts } from '../../../components/run/hosts.tsx'
import { OutputBlock } from '../../../components/run/output-block.tsx'
import { RunError } from '../../../components/run/run-error.tsx'
import { StepsTimeline } from '../../../components/run/steps-timeline.tsx'
import { StatusBadge } from '../../../components/status-badge.tsx'
import { texts } from '../../../texts/en/index.ts'
import { Figures } from './figures.tsx'

/** How often a test's steps are looked at, ms: somebody is watching. */
const LOOK_EVERY_MS = 500

/** A test from its first step to what came of it. */
export function TestRun({ guru, begun }: { guru: string; begun: Run }) {
  const words = texts.testPanel
  const { data: run = begun, error, refetch } = useRun(guru, begun.id, LOOK_EVERY_MS)
  const cancel = useCancelRun(guru, run.id)
  return (
    <Card component="section" withBorder aria-label={words.result}>
      <Stack>
        <Group justify="space-between">
          <Group role="status">
            <StatusBadge status={run.status} />
            {cancel.isSuccess && isOpen(run) && <Text size="sm">{words.cancelling}</Text>}
          </Group>
          {isOpen(run) ? (
            <Button
              size="xs"
              variant="default"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(undefined)}
            >
              {words.cancel}
            </Button>
          ) : (
            <Anchor component={Link} to={paths.run(guru, run.id)} size="sm" target="_blank" rel="noreferrer">
              {words.toRun}
            </Anchor>
          )}
        </Group>
        <ProblemAlert error={cancel.error ?? error} retry={error ? refetch : undefined} />
        {run.status === 'awaiting_approval' && (
          <Alert color="blue">
            {words.waits}{' '}
            <Anchor component={Link} to={paths.run(guru, run.id)} size="sm" target="_blank" rel="noreferrer">
              {words.toRun}
            </Anchor>
          </Alert>
        )}
        <StepsTimeline steps={run.steps} progress={run.progress} />
        {!isOpen(run) && <Outcome guru={guru} run={run} />}
      </Stack>
    </Card>
  )
}

function Outcome({ guru, run }: { guru: string; run: Run }) {
  const { output, stderr, artifacts, warnings, error, network } = run
  const words = texts.runOutput
  return (
    <>
      {error && <RunError guru={guru} error={error} actionId={null} />}
      {output !== null && <OutputBlock label={words.output} text={output} truncated={run.output_truncated} />}
      {stderr && <OutputBlock label={words.stderr} text={stderr} />}
      {artifacts.length > 0 && <Artifacts guru={guru} run={run.id} artifacts={artifacts} />}
      {warnings.length > 0 && (
        <Alert color="yellow" title={texts.testPanel.warnings}>
          <List size="sm">
            {warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Figures run={run} />
      {network.length > 0 && <Hosts network={network} />}
    </>
  )
}
