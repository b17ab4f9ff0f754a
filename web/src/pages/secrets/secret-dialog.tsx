import {
  Button,
  Checkbox,
  Group,
  Modal,
  PasswordInput,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { type Secret, usePutSecret } from '../../api/secrets.ts'
import { useGuru } from '../../app/use-guru.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import type { Done } from './outcome.tsx'
import { secretErrors } from './secret-errors.ts'

interface SecretDialogProps {
  /** The one to replace; else a new one is made. */
  secret?: Secret
  initialName?: string
  close: () => void
  finish: (done: Done) => void
}

/** Takes the value of a secret, which is never shown again. */
export function SecretDialog({ secret, initialName = '', close, finish }: SecretDialogProps) {
  const put = usePutSecret(useGuru())
  const words = texts.secrets.form
  const form = useForm({
    initialValues: {
      name: secret?.name ?? initialName,
      value: '',
      allowed_hosts: secret?.allowed_hosts ?? [],
      mask: secret?.mask ?? true,
    },
  })
  const submit = form.onSubmit(({ name, ...body }) =>
    put.mutate(
      { name: name.trim(), body, isNew: !secret },
      {
        onSuccess: (saved) =>
          finish({ kind: secret ? 'replaced' : 'added', name: saved.name, actions: saved.used_by }),
        onError: (error) => form.setErrors(secretErrors(error).errors),
      },
    ),
  )
  return (
    <Modal
      opened
      onClose={close}
      title={secret ? words.replaceTitle(secret.name) : words.addTitle}
      size="lg"
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          {secret && <Text size="sm">{words.replaceIntro}</Text>}
          {!secret && (
            <TextInput
              label={words.name}
              description={words.nameHint}
              placeholder={words.nameExample}
              required
              autoComplete="off"
              spellCheck={false}
              {...form.getInputProps('name')}
              data-autofocus={initialName === '' || undefined}
            />
          )}
          <PasswordInput
            label={secret ? words.newValue : words.value}
            description={words.valueHint}
            required
            autoComplete="new-password"
            {...form.getInputProps('value')}
            data-autofocus={Boolean(secret) || initialName !== '' || undefined}
          />
          <TagsInput
            label={words.hosts}
            description={words.hostsHint}
            placeholder={words.hostsExample}
            acceptValueOnBlur
            {...form.getInputProps('allowed_hosts')}
          />
          <Checkbox
            label={words.mask}
            description={words.maskHint}
            {...form.getInputProps('mask', { type: 'checkbox' })}
          />
          <ProblemAlert error={secretErrors(put.error).isShown ? null : put.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={put.isPending}>
              {secret ? words.submitReplace : words.submitAdd}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
