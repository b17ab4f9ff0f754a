import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { FormEvent } from 'react'
import type { Action } from '../../api/actions.ts'
import { useStartedRun, useTrigger } from '../../api/started-run.ts'
import { useGuru } from '../../app/use-guru.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { ParameterFields } from './parameter-fields.tsx'
import { RunOutcome } from './run-outcome.tsx'
import { pathsOf, useParameterForm } from './use-parameter-form.ts'

/** Runs an action by hand, with the values that it asks for, and shows what comes of it. */
export function TriggerDialog({ action, close }: { action: Action; close: () => void }) {
  const guru = useGuru()
  const trigger = useTrigger(guru)
  const run = useStartedRun(guru, trigger.data)
  const form = useParameterForm(action.parameters)
  const words = texts.actions.running
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parameters = form.read()
    if (parameters) trigger.mutate({ id: action.id, parameters }, { onError: form.showErrors })
  }
  const isRunning = trigger.isPending || run?.status === 'running'
  return (
    <Modal
      opened
      onClose={close}
      title={words.title(action.name)}
      size="lg"
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          {!action.enabled && <Alert color="yellow">{words.disabled}</Alert>}
          <Text size="sm">{action.parameters.length === 0 ? words.noParameters : words.intro}</Text>
          <ParameterFields parameters={action.parameters} form={form} takesFocus />
          <ProblemAlert error={trigger.error} shown={pathsOf(action.parameters)} />
          <RunOutcome run={run} isRunning={isRunning} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {texts.common.close}
            </Button>
            <Button
              type="submit"
              disabled={!action.enabled}
              data-autofocus={action.parameters.length === 0 || undefined}
              loading={isRunning}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
            >
              {run ? words.again : words.start}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
