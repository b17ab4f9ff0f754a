import { Autocomplete, NativeSelect, Stack, Switch, TextInput } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { useKnownNames } from '../snippets/use-known-names.ts'

const t = texts.editor.delivery
const WHENS = Object.entries(t.whens).map(([value, label]) => ({ value, label }))

/** Where the results of scheduled runs are sent. */
export function DeliveryFields() {
  const form = useActionFormContext()
  const { secrets } = useKnownNames()
  const isOn = form.values.schedule.delivery !== null
  return (
    <Stack gap="sm">
      <Switch
        label={t.enabled}
        description={t.enabledHint}
        checked={isOn}
        onChange={({ currentTarget }) =>
          form.setFieldValue(
            'schedule.delivery',
            currentTarget.checked ? { url: '', secret: '', when: 'always' } : null,
          )
        }
      />
      {isOn && (
        <>
          <TextInput
            label={t.url}
            placeholder={t.urlExample}
            required
            {...form.getInputProps('schedule.delivery.url')}
          />
          <Autocomplete
            label={t.secret}
            description={t.secretHint}
            data={secrets}
            required
            {...form.getInputProps('schedule.delivery.secret')}
          />
          <NativeSelect label={t.when} data={WHENS} {...form.getInputProps('schedule.delivery.when')} />
        </>
      )}
    </Stack>
  )
}
