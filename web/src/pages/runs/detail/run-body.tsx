import { Alert, Card, Grid, List, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { isOpen, type Run } from '../../../api/runs.ts'
import { Markdown } from '../../../components/markdown/markdown.tsx'
import { Artifacts } from '../../../components/run/artifacts.tsx'
import { Hosts } from '../../../components/run/hosts.tsx'
import { OutputBlock } from '../../../components/run/output-block.tsx'
import { Parameters } from '../../../components/run/parameters.tsx'
import { Response } from '../../../components/run/response.tsx'
import { RunError } from '../../../components/run/run-error.tsx'
import { StepsTimeline } from '../../../components/run/steps-timeline.tsx'
import { texts } from '../../../texts/en/index.ts'
import { ApprovalForm } from './approval-form.tsx'
import { ApprovalTold } from './approval-told.tsx'
import { Details } from './details.tsx'
import { Section } from './section.tsx'
import { TokenUsage } from './token-usage.tsx'

/** All that is known of a run: what came of it at the left, what it was at the right. */
export function RunBody({ run }: { run: Run }) {
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack>
          <Outcome run={run} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Stack>
          <Circumstances run={run} />
        </Stack>
      </Grid.Col>
    </Grid>
  )
}

function Outcome({ run }: { run: Run }) {
  const words = texts.run
  return (
    <>
      {run.status === 'awaiting_approval' && <ApprovalForm run={run} />}
      {run.error && (
        <RunError guru={run.guru} error={run.error} actionId={run.action.id} status={run.response?.status} />
      )}
      {run.warnings.length > 0 && <Warnings warnings={run.warnings} />}
      {run.question && (
        <Section title={words.page.question}>
          <Text className="output">{run.question}</Text>
        </Section>
      )}
      {run.answer && (
        <Section title={words.page.answer}>
          <Markdown>{run.answer}</Markdown>
        </Section>
      )}
      {run.artifacts.length > 0 && (
        <Card withBorder>
          <Artifacts guru={run.guru} run={run.id} artifacts={run.artifacts} />
        </Card>
      )}
      <Section title={words.steps.title}>
        <StepsTimeline steps={run.steps} progress={run.progress} />
      </Section>
      {!isOpen(run) && (
        <Card withBorder>
          <OutputBlock label={words.page.output} text={run.output ?? ''} truncated={run.output_truncated} />
        </Card>
      )}
      {run.stderr && (
        <Card withBorder>
          <OutputBlock label={words.page.stderr} text={run.stderr} />
        </Card>
      )}
      {run.network.length > 0 && (
        <Section title={words.hosts.title}>
          <Hosts network={run.network} />
        </Section>
      )}
    </>
  )
}

function Circumstances({ run }: { run: Run }) {
  const words = texts.run
  return (
    <>
      <Section title={words.page.details}>
        <Details run={run} />
      </Section>
      <Section title={words.page.parameters}>
        <Parameters run={run} />
      </Section>
      {run.approval && !(isOpen(run) && run.status === 'awaiting_approval') && (
        <Section title={words.approval.history}>
          <ApprovalTold approval={run.approval} />
        </Section>
      )}
      {run.response && (
        <Section title={words.response.title}>
          <Response response={run.response} />
        </Section>
      )}
      {run.usage && (
        <Section title={words.usage.title}>
          <TokenUsage usage={run.usage} />
        </Section>
      )}
    </>
  )
}

const Warnings = ({ warnings }: { warnings: string[] }) => (
  <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} title={texts.run.page.warnings}>
    <List size="sm">
      {warnings.map((warning) => (
        <List.Item key={warning}>{warning}</List.Item>
      ))}
    </List>
  </Alert>
)
