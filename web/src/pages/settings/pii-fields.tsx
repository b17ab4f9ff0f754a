import { ActionIcon, Button, Checkbox, Fieldset, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { texts } from '../../texts/en/index.ts'
import type { SettingsForm } from './settings-form.ts'

const { pii } = texts.settings
const DETECTORS = Object.entries(pii.detectors)

/** What personal data is replaced before anything is kept. */
export function PiiFields({ form, disabled }: { form: SettingsForm; disabled: boolean }) {
  const { enabled, patterns } = form.values.pii
  return (
    <Fieldset legend={pii.title} disabled={disabled}>
      <Stack>
        <Switch
          label={pii.enabled}
          description={pii.enabledHint}
          {...form.getInputProps('pii.enabled', { type: 'checkbox' })}
        />
        {enabled && (
          <>
            <Checkbox.Group label={pii.detect} {...form.getInputProps('pii.detect')}>
              <Group mt="xs">
                {DETECTORS.map(([value, label]) => (
                  <Checkbox key={value} value={value} label={label} />
                ))}
              </Group>
            </Checkbox.Group>
            <Text fw={500} size="sm">
              {pii.patterns}
            </Text>
            <Text size="sm" c="dimmed">
              {pii.patternsHint}
            </Text>
            {patterns.map(({ label }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: patterns have no other identity, and stay in order
              <Group key={index} align="flex-start" wrap="nowrap">
                <TextInput
                  aria-label={pii.label}
                  placeholder={pii.label}
                  {...form.getInputProps(`pii.patterns.${index}.label`)}
                />
                <TextInput
                  aria-label={pii.regex}
                  placeholder={pii.regex}
                  flex={1}
                  ff="monospace"
                  {...form.getInputProps(`pii.patterns.${index}.regex`)}
                />
                <ActionIcon
                  variant="default"
                  size="lg"
                  aria-label={pii.remove(label)}
                  title={pii.remove(label)}
                  onClick={() => form.removeListItem('pii.patterns', index)}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
            <Group>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPlus size={14} aria-hidden />}
                onClick={() => form.insertListItem('pii.patterns', { label: '', regex: '' })}
              >
                {pii.add}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Fieldset>
  )
}
