import { Alert, Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useCreateKey } from '../../api/keys.ts'
import { CopyField } from '../../components/copy-field.tsx'
import { fieldErrors } from '../../components/field-errors.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'

const { roles, made } = texts.keys

/** Makes a key and shows it, this once. */
export function CreateKey(props: { guru: string; opened: boolean; onClose: () => void }) {
  const create = useCreateKey(props.guru)
  const form = useForm<{ name: string; role: 'manage' | 'chat' }>({
    initialValues: { name: '', role: 'chat' },
  })
  // A key that was not copied is lost, and so is one that is being made: not by Escape or a click beside the dialog.
  const isHeld = create.isPending || create.data !== undefined
  const close = () => {
    props.onClose()
    create.reset()
    form.reset()
  }
  const submit = form.onSubmit((values) =>
    create.mutate(values, { onError: (error) => form.setErrors(fieldErrors(error)) }),
  )
  return (
    <Modal
      opened={props.opened}
      onClose={() => isHeld || close()}
      withCloseButton={!isHeld}
      title={create.data ? made.title : texts.keys.create}
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      {create.data ? (
        <Stack>
          <Alert color="yellow">{made.text}</Alert>
          <CopyField label={made.key} value={create.data.key} />
          <Group justify="flex-end">
            <Button onClick={close}>{made.done}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={texts.keys.name}
              description={texts.keys.nameHint}
              required
              data-autofocus
              {...form.getInputProps('name')}
            />
            <Radio.Group label={texts.keys.role} {...form.getInputProps('role')}>
              <Stack gap="xs" mt="xs">
                {(['chat', 'manage'] as const).map((role) => (
                  <Radio key={role} value={role} label={roles[role].label} description={roles[role].hint} />
                ))}
              </Stack>
            </Radio.Group>
            <ProblemAlert error={create.error} shown={['name', 'role']} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close} disabled={create.isPending}>
                {texts.common.cancel}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {texts.keys.submit}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
