import { List, Text } from '@mantine/core'
import { useActions } from '../../api/actions.ts'
import { type Secret, useDeleteSecret } from '../../api/secrets.ts'
import { Loading } from '../../app/loading.tsx'
import { useGuru } from '../../app/use-guru.ts'
import { Confirm } from '../../components/confirm.tsx'
import { texts } from '../../texts/en/index.ts'
import type { Done } from './outcome.tsx'

interface DeleteSecretProps {
  secret: Secret
  close: () => void
  finish: (done: Done) => void
}

/** Says which actions would be disabled, before a secret is deleted. */
export function DeleteSecret({ secret: { name, used_by }, close, finish }: DeleteSecretProps) {
  const guru = useGuru()
  const { data, error: listError } = useActions(guru)
  const { mutate, isPending, error } = useDeleteSecret(guru)
  const words = texts.secrets.deletion
  const isUser = ({ id }: { id: string }) => used_by.some((action) => action.id === id)
  // Where it isn't known which are enabled, all of them may be.
  const disabled =
    data?.actions.filter((action) => action.enabled && isUser(action)) ?? (listError ? used_by : null)
  return (
    <Confirm
      opened
      title={words.title(name)}
      label={words.confirm}
      pending={isPending}
      error={error}
      onConfirm={() => mutate(name, { onSuccess: (actions) => finish({ kind: 'deleted', name, actions }) })}
      onClose={close}
    >
      <Text>{words.gone}</Text>
      {!disabled && <Loading />}
      {disabled?.length === 0 && <Text>{words.disablesNone}</Text>}
      {disabled && disabled.length > 0 && (
        <div>
          <Text>{words.disables}</Text>
          <List mt="xs">
            {disabled.map((action) => (
              <List.Item key={action.id}>{action.name}</List.Item>
            ))}
          </List>
        </div>
      )}
    </Confirm>
  )
}
