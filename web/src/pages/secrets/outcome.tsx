import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useActions, useSetEnabled } from '../../api/actions.ts'
import { useGuru } from '../../app/use-guru.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { ActionLinks } from './action-links.tsx'

/** What was done to a secret, and the actions that it concerns: of a deleted one those that are disabled now. */
export interface Done {
  kind: 'added' | 'replaced' | 'deleted'
  name: string
  actions: { id: string; name: string }[]
}

interface OutcomeProps {
  done: Done | null
  dismiss: () => void
}

/** Says what was done, and what it means for actions. */
export function Outcome({ done, dismiss }: OutcomeProps) {
  return (
    <div role="status">
      {done && (
        <Alert
          color={done.kind === 'deleted' ? 'yellow' : 'green'}
          icon={<IconCheck aria-hidden />}
          title={texts.secrets[done.kind](done.name)}
          withCloseButton
          closeButtonLabel={texts.secrets.dismiss}
          onClose={dismiss}
        >
          {done.kind === 'deleted' ? <Disabled actions={done.actions} /> : <Waiting actions={done.actions} />}
        </Alert>
      )}
    </div>
  )
}

function Disabled({ actions }: Pick<Done, 'actions'>) {
  if (actions.length === 0) return texts.secrets.noneDisabled
  return (
    <>
      {texts.secrets.wereDisabled} <ActionLinks actions={actions} />
    </>
  )
}

/** Actions that could not run without the secret stay disabled until somebody wants them. */
function Waiting({ actions }: Pick<Done, 'actions'>) {
  const guru = useGuru()
  const { data } = useActions(guru)
  const { mutate, error, isPending, variables } = useSetEnabled(guru)
  const disabled = data?.actions.filter(
    ({ id, enabled }) => !enabled && actions.some((action) => action.id === id),
  )
  if (!disabled?.length) return null
  return (
    <Stack gap="xs">
      <Text size="sm">{texts.secrets.canBeEnabled}</Text>
      <Group>
        {disabled.map(({ id, name }) => (
          <Button
            key={id}
            size="xs"
            variant="default"
            loading={isPending && variables.id === id}
            onClick={() => mutate({ id, enabled: true })}
          >
            {texts.secrets.enable(name)}
          </Button>
        ))}
      </Group>
      <ProblemAlert error={error} />
    </Stack>
  )
}
