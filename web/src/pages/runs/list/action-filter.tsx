import { Select } from '@mantine/core'
import { useActions } from '../../../api/actions.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'

/** More than these are found by typing. */
const SHOWN = 50

/** Chooses one of the guru's actions by its name. */
export function ActionFilter({
  value,
  onChange,
}: {
  value?: string
  onChange: (id: string | undefined) => void
}) {
  const { data } = useActions(useGuru())
  const words = texts.runs.filters
  const known = (data?.actions ?? []).map(({ id, name }) => ({ value: id, label: name }))
  // Its runs outlive an action.
  const isGone = value !== undefined && data !== undefined && !known.some((option) => option.value === value)
  return (
    <Select
      label={words.action}
      placeholder={words.anyAction}
      nothingFoundMessage={words.noSuchAction}
      data={isGone ? [...known, { value, label: words.deletedAction }] : known}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      limit={SHOWN}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `${words.action}: ${words.anyAction}`, tabIndex: 0 }}
    />
  )
}
