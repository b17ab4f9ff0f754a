import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { RUN_STATUSES, TRIGGERS } from '../../../../../domain/run.ts'
import { texts } from '../../../texts/en/index.ts'
import { ActionFilter } from './action-filter.tsx'
import classes from './filter-bar.module.css'
import type { RunFilters } from './filters.ts'

interface FilterBarProps {
  filters: RunFilters
  isFiltered: boolean
  change: (changed: RunFilters) => void
  clear: () => void
  /** What the API finds wrong with them, by field. */
  errors: Record<string, string>
}

/** Says which runs are wanted. */
export function FilterBar({ filters, isFiltered, change, clear, errors }: FilterBarProps) {
  const words = texts.runs.filters
  return (
    <Group
      component="search"
      aria-label={words.title}
      align="flex-start"
      gap="sm"
      className={classes.filters}
    >
      <ActionFilter value={filters.action_id} onChange={(action_id) => change({ action_id })} />
      <Choice
        label={words.trigger}
        any={words.anyTrigger}
        options={TRIGGERS}
        names={texts.common.trigger}
        value={filters.trigger}
        onChoose={(trigger) => change({ trigger })}
      />
      <Choice
        label={words.status}
        any={words.anyStatus}
        options={RUN_STATUSES}
        names={texts.common.status}
        value={filters.status}
        onChoose={(status) => change({ status })}
      />
      <Day
        label={words.from}
        value={filters.from}
        max={filters.to}
        error={errors.from}
        onChoose={(from) => change({ from })}
      />
      <Day
        label={words.to}
        value={filters.to}
        min={filters.from}
        error={errors.to}
        onChoose={(to) => change({ to })}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          mt={25}
          leftSection={<IconFilterOff size={16} aria-hidden />}
          onClick={() => clear()}
        >
          {words.clear}
        </Button>
      )}
    </Group>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  any: string
  options: readonly T[]
  names: Record<T, string>
  value?: T
  onChoose: (value: T | undefined) => void
}

function Choice<T extends string>({ label, any, options, names, value, onChoose }: ChoiceProps<T>) {
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChoose(options.find((option) => option === currentTarget.value))}
      data={[
        { value: '', label: any },
        ...options.map((option) => ({ value: option, label: names[option] })),
      ]}
    />
  )
}

interface DayProps extends Pick<ComponentProps<'input'>, 'min' | 'max'> {
  label: string
  value?: string
  error?: string
  onChoose: (day: string | undefined) => void
}

const Day = ({ value, onChoose, ...props }: DayProps) => (
  <TextInput
    type="date"
    value={value ?? ''}
    onChange={({ currentTarget }) => onChoose(currentTarget.value || undefined)}
    {...props}
  />
)
