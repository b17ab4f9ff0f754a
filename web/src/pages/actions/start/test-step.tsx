import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { FormEvent } from 'react'
import { useStartedRun, useTestAction } from '../../../api/started-run.ts'
import type { Template } from '../../../api/templates.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { ParameterFields } from '../parameter-fields.tsx'
import { RunOutcome } from '../run-outcome.tsx'
import { pathsOf, useParameterForm } from '../use-parameter-form.ts'

interface TestStepProps {
  template: Template
  next: () => void
  back: () => void
}

/** Runs a template's action with sample values before it is saved. */
export function TestStep({ template: { action, sample_parameters }, next, back }: TestStepProps) {
  const guru = useGuru()
  const test = useTestAction(guru)
  const run = useStartedRun(guru, test.data)
  const form = useParameterForm(action.parameters, sample_parameters)
  const words = texts.start.test
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parameters = form.read()
    if (parameters) test.mutate({ action, parameters }, { onError: form.showErrors })
  }
  const isRunning = test.isPending || run?.status === 'running'
  const hasWorked = !isRunning && run?.status === 'succeeded'
  const hasFailed = !isRunning && run?.error
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="md">
        <Text>{words.intro}</Text>
        {action.requires_approval && <Alert color="blue">{words.approval}</Alert>}
        <ParameterFields parameters={action.parameters} form={form} />
        <ProblemAlert error={test.error} shown={pathsOf(action.parameters)} />
        <Group>
          <Button
            type="submit"
            variant={hasWorked ? 'default' : 'filled'}
            loading={isRunning}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            {run ? words.again : words.run}
          </Button>
        </Group>
        <RunOutcome run={run} isRunning={isRunning} />
        {hasWorked && <Alert color="green">{words.worked}</Alert>}
        {hasFailed && <Alert color="yellow">{words.failed}</Alert>}
        <Group justify="space-between">
          <Button variant="default" onClick={back}>
            {texts.start.back}
          </Button>
          <Button variant={hasWorked ? 'filled' : 'default'} onClick={next}>
            {hasWorked ? texts.start.next : words.skip}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
