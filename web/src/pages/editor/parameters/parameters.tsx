import { Button, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { newParameter } from '../form/values.ts'
import { Section } from '../sections/section.tsx'
import { ParameterFields } from './parameter-fields.tsx'

const t = texts.editor.parameters

/** The values that are taken from the question: as many rows as there are, in an order that can be changed. */
export function Parameters() {
  const form = useActionFormContext()
  const [told, tell] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const add = useRef<HTMLButtonElement>(null)
  const rows = form.values.parameters
  const focus = (selector: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(selector)?.focus())

  const move = (from: number, to: number, way: 'up' | 'down') => {
    form.reorderListItem('parameters', { from, to })
    tell(t.moved(rows[from]?.name ?? '', to + 1, rows.length))
    const isLast = way === 'up' ? to === 0 : to === rows.length - 1
    const button = isLast ? (way === 'up' ? 'down' : 'up') : way
    focus(`[data-row="${rows[from]?.key}"] [data-way="${button}"]`)
  }
  const remove = (index: number) => {
    form.removeListItem('parameters', index)
    tell(t.removed(rows[index]?.name ?? ''))
    add.current?.focus()
  }
  return (
    <Section title={texts.editor.sections.parameters}>
      <Stack ref={list}>
        {rows.length === 0 && <Text c="dimmed">{t.none}</Text>}
        {rows.map((row, index) => (
          <ParameterFields
            key={row.key}
            row={row}
            index={index}
            count={rows.length}
            onMove={move}
            onRemove={remove}
          />
        ))}
      </Stack>
      <VisuallyHidden role="status">{told}</VisuallyHidden>
      {form.errors.parameters && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {form.errors.parameters}
        </Text>
      )}
      <Button
        ref={add}
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => {
          form.insertListItem('parameters', newParameter())
          focus(`[data-path="parameters.${rows.length}.name"]`)
        }}
      >
        {t.add}
      </Button>
    </Section>
  )
}
