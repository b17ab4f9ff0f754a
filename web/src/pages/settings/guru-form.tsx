import { Button, Fieldset, Group, NumberInput, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { type Guru, useChangeGuru } from '../../api/gurus.ts'
import { fieldErrors } from '../../components/field-errors.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { afterSaving, changedSettings } from './changed-settings.ts'
import { PiiFields } from './pii-fields.tsx'
import { type SettingsForm, type Settings as SettingsValues, settingsOf } from './settings-form.ts'

const fields = texts.settings.guru

/** The paths of all fields that the form shows. */
const fieldsOf = ({ pii: { enabled, patterns }, ...plain }: SettingsValues): string[] => [
  ...Object.keys(plain),
  'pii.enabled',
  ...(enabled
    ? [
        'pii.detect',
        ...patterns.flatMap((_, at) => ['label', 'regex'].map((name) => `pii.patterns.${at}.${name}`)),
      ]
    : []),
]

/** What can be set of a guru. */
export function GuruForm({ guru, disabled }: { guru: Guru; disabled: boolean }) {
  const change = useChangeGuru(guru.slug)
  const [before, setBefore] = useState(() => settingsOf(guru))
  const form: SettingsForm = useForm({ initialValues: before })
  const submit = form.onSubmit((values) =>
    change.mutate(changedSettings(before, values), {
      onSuccess: (changed) => {
        const saved = settingsOf(changed)
        setBefore(saved)
        form.setInitialValues(saved)
        form.setValues((now) => afterSaving(saved, values, now as SettingsValues))
        notifications.show({ message: texts.settings.saved })
      },
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <Fieldset legend={fields.title} disabled={disabled}>
          <Stack>
            <TextInput label={fields.name} required {...form.getInputProps('name')} />
            <Textarea
              label={fields.description}
              autosize
              minRows={2}
              {...form.getInputProps('description')}
            />
            <Textarea
              label={fields.instructions}
              description={fields.instructionsHint}
              autosize
              minRows={4}
              maxRows={16}
              {...form.getInputProps('instructions')}
            />
            <NumberInput
              label={fields.actionLimit}
              min={1}
              allowDecimal={false}
              maw={200}
              {...form.getInputProps('action_limit')}
            />
            <Switch
              label={fields.mcpForChat}
              description={fields.mcpForChatHint}
              {...form.getInputProps('mcp_for_chat', { type: 'checkbox' })}
            />
          </Stack>
        </Fieldset>
        <PiiFields form={form} disabled={disabled} />
        <ProblemAlert error={change.error} shown={fieldsOf(form.values as SettingsValues)} />
        {!disabled && (
          <Group>
            <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
              {texts.common.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}
