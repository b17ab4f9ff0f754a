import {
  ActionIcon,
  Group,
  NativeSelect,
  Paper,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { ValueField } from '../../../components/values/value-field.tsx'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import type { ParameterRow } from '../form/values.ts'
import { HINT_BELOW } from '../sections/hint-below.ts'

const t = texts.editor.parameters
const TYPES = (['string', 'number', 'boolean'] as const).map((value) => ({ value, label: t.types[value] }))

interface ParameterFieldsProps {
  row: ParameterRow
  index: number
  count: number
  onMove: (from: number, to: number, way: 'up' | 'down') => void
  onRemove: (index: number) => void
}

/** One parameter. */
export function ParameterFields({ row, index, count, onMove, onRemove }: ParameterFieldsProps) {
  const form = useActionFormContext()
  const at = `parameters.${index}` as const
  const title = t.group(index + 1, row.name)
  return (
    <Paper withBorder p="md" role="group" aria-label={title} data-row={row.key}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600} size="sm" truncate>
            {title}
          </Text>
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t.up(row.name)}
              title={t.up(row.name)}
              data-way="up"
              disabled={index === 0}
              onClick={() => onMove(index, index - 1, 'up')}
            >
              <IconArrowUp size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t.down(row.name)}
              title={t.down(row.name)}
              data-way="down"
              disabled={index === count - 1}
              onClick={() => onMove(index, index + 1, 'down')}
            >
              <IconArrowDown size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t.remove(row.name)}
              title={t.remove(row.name)}
              onClick={() => onRemove(index)}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        </Group>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
          <TextInput
            label={t.name}
            description={t.nameHint}
            inputWrapperOrder={HINT_BELOW}
            required
            {...form.getInputProps(`${at}.name`)}
          />
          <NativeSelect
            label={t.type}
            data={TYPES}
            {...form.getInputProps(`${at}.type`)}
            onChange={({ currentTarget: { value } }) =>
              form.replaceListItem('parameters', index, {
                ...row,
                type: value as ParameterRow['type'],
                // Values of the former type.
                default: null,
                scheduled: null,
              })
            }
          />
        </SimpleGrid>
        <Textarea
          label={t.description}
          description={t.descriptionHint}
          placeholder={t.descriptionExample}
          autosize
          minRows={1}
          {...form.getInputProps(`${at}.description`)}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
          <ValueField
            label={t.default}
            description={t.defaultHint}
            inputWrapperOrder={HINT_BELOW}
            type={row.type}
            none={t.noDefault}
            {...form.getInputProps(`${at}.default`)}
          />
          <Switch
            label={t.required}
            description={t.requiredHint}
            mt={{ base: 0, xs: 'xl' }}
            {...form.getInputProps(`${at}.required`, { type: 'checkbox' })}
          />
        </SimpleGrid>
      </Stack>
    </Paper>
  )
}
