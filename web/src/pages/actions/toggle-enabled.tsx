import { Alert, Button, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { type Action, useSetEnabled } from '../../api/actions.ts'
import { ProblemError } from '../../api/client.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'

interface Refusal {
  id: string
  name: string
  error: unknown
}

export interface Toggle {
  set: (action: Action, enabled: boolean) => void
  /** Why actions were not changed by the last try of each. */
  refused: Refusal[]
  dismiss: (id: string) => void
}

/** Enabling and disabling actions of a list, several at once as well. */
export function useToggle(): Toggle {
  // Of a mutation that several use, callbacks and state are those of the last one only: each waits for its own.
  const { mutateAsync } = useSetEnabled(useGuru())
  const [refused, setRefused] = useState<Refusal[]>([])
  const dismiss = (id: string) => setRefused((before) => before.filter((refusal) => refusal.id !== id))
  const set = async ({ id, name }: Action, enabled: boolean) => {
    dismiss(id)
    try {
      await mutateAsync({ id, enabled })
      notifications.show({
        message: enabled ? texts.actions.isEnabled(name) : texts.actions.isDisabled(name),
      })
    } catch (error) {
      setRefused((before) => [...before, { id, name, error }])
    }
  }
  return { set: (action, enabled) => void set(action, enabled), refused, dismiss }
}

/** Above the list: which actions could not be enabled and why, until the next try. */
export const EnableProblems = ({ toggle: { refused, dismiss } }: { toggle: Toggle }) =>
  refused.map((refusal) => (
    <EnableProblem key={refusal.id} refusal={refusal} dismiss={() => dismiss(refusal.id)} />
  ))

function EnableProblem({ refusal: { name, error }, dismiss }: { refusal: Refusal; dismiss: () => void }) {
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={texts.actions.notChanged(name)}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{error instanceof ProblemError ? error.message : texts.common.failure.unknown}</Text>
        <Button size="xs" variant="default" onClick={dismiss}>
          {texts.actions.dismiss}
        </Button>
      </Stack>
    </Alert>
  )
}
