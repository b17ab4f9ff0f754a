import { ActionIcon, Box, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef } from 'react'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { newHeader } from '../form/values.ts'
import { InsertableCode } from './insertable-code.tsx'

const t = texts.editor.request

/** The request's headers, a row each. */
export function Headers({ known }: { known: string[] }) {
  const form = useActionFormContext()
  const add = useRef<HTMLButtonElement>(null)
  const rows = form.values.api_call.headers
  return (
    <Stack gap="xs" role="group" aria-label={t.headers}>
      <Text size="sm" fw={500}>
        {t.headers}
      </Text>
      {rows.map((row, index) => (
        <Group key={row.key} align="flex-start" gap="xs" wrap="nowrap">
          <Group flex={1} gap="xs" align="flex-start">
            <TextInput
              aria-label={t.headerName(index + 1)}
              placeholder={t.nameExample}
              flex="1 1 9rem"
              spellCheck={false}
              {...form.getInputProps(`api_call.headers.${index}.name`)}
            />
            <Box flex="2 1 12rem" miw={0}>
              <InsertableCode
                label={t.headerValue(index + 1)}
                hiddenLabel
                placeholder={t.valueExample}
                singleLine
                language="template"
                known={known}
                value={row.value}
                onChange={(value) => form.setFieldValue(`api_call.headers.${index}.value`, value)}
                error={form.errors[`api_call.headers.${index}.value`]}
              />
            </Box>
          </Group>
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            aria-label={t.removeHeader(row.name, index + 1)}
            title={t.removeHeader(row.name, index + 1)}
            onClick={() => {
              form.removeListItem('api_call.headers', index)
              add.current?.focus()
            }}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {form.errors['api_call.headers'] && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {form.errors['api_call.headers']}
        </Text>
      )}
      <Button
        ref={add}
        size="compact-sm"
        variant="subtle"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => {
          form.insertListItem('api_call.headers', newHeader())
          const path = `[data-path="api_call.headers.${rows.length}.name"]`
          requestAnimationFrame(() => document.querySelector<HTMLElement>(path)?.focus())
        }}
      >
        {t.addHeader}
      </Button>
    </Stack>
  )
}
