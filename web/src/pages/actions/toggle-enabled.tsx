import { Alert, Button, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { type Action, useSetEnabled } from '../../api/actions.ts'
import { ProblemError } from '../../api/client.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'

export interface Toggle {
  set: (action: Action, enabled: boolean) => void
  /** Why the last one was refused, and which action it was. */
  refused: { name: string; error: unknown } | null
  dismiss: () => void
}

/** Enabling and disabling actions of a list. */
export function useToggle(): Toggle {
  const { mutate, error, variables, reset } = useSetEnabled(useGuru())
  return {
    set: ({ id, name }, enabled) =>
      mutate(
        { id, name, enabled },
        {
          onSuccess: () =>
            notifications.show({
              message: enabled ? texts.actions.isEnabled(name) : texts.actions.isDisabled(name),
            }),
        },
      ),
    refused: error && variables ? { name: variables.name, error } : null,
    dismiss: reset,
  }
}

/** Above the list: why an action could not be enabled, until the next try. */
export function EnableProblem({ toggle: { refused, dismiss } }: { toggle: Toggle }) {
  if (!refused) return null
  const { name, error } = refused
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
