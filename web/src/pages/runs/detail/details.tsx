import { Anchor, DataList, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { Link } from 'react-router'
import { isOpen, type Run } from '../../../api/runs.ts'
import { paths } from '../../../app/paths.ts'
import { Fact } from '../../../components/fact.tsx'
import { duration, Time } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'
import { Elapsed } from '../list/elapsed.tsx'

/** What a run was, when, and where else it can be seen. */
export function Details({ run }: { run: Run }) {
  const words = texts.run.page
  const { guru, rerun_of, scheduled_for, finished_at, temporal_ui_url } = run
  return (
    <>
      <DataList gap={6} labelWidth={80}>
        <Fact label={words.action}>
          <ActionLink run={run} />
        </Fact>
        <Fact label={words.trigger}>{texts.runs.trigger[run.trigger]}</Fact>
        {scheduled_for && (
          <Fact label={words.scheduledFor}>
            <Time at={scheduled_for} />
          </Fact>
        )}
        <Fact label={words.started}>
          <Time at={run.started_at} />
        </Fact>
        {finished_at && (
          <Fact label={words.finished}>
            <Time at={finished_at} />
          </Fact>
        )}
        <Fact label={words.duration}>
          {isOpen(run) ? <Elapsed since={run.started_at} /> : duration(run.duration_ms ?? 0)}
        </Fact>
        {rerun_of && (
          <Fact label={words.rerunOf}>
            <Anchor component={Link} to={paths.run(guru, rerun_of)} size="sm">
              {words.original}
            </Anchor>
          </Fact>
        )}
        <Fact label={words.id}>
          <Text size="xs" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {run.id}
          </Text>
        </Fact>
      </DataList>
      {temporal_ui_url && (
        <Anchor href={temporal_ui_url} target="_blank" rel="noreferrer" size="sm">
          {words.temporal} <IconExternalLink size={14} aria-hidden />
        </Anchor>
      )}
    </>
  )
}

function ActionLink({ run: { guru, action } }: { run: Run }) {
  const words = texts.run.page
  if (action.id === null) return `${action.name} (${words.unsaved})`
  return (
    <>
      <Anchor component={Link} to={paths.action(guru, action.id)} size="sm" underline="always">
        {action.name}
      </Anchor>
      {action.version !== null && ` (${words.version(action.version)})`}
    </>
  )
}
