import { Button, Checkbox, Group, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { type Draft, useActions } from '../../../api/actions.ts'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { Warnings } from './import-report.tsx'

/** Of large documents only so many are drawn; the search leads to the others. */
const MOST_SHOWN = 100

interface OperationListProps {
  drafts: Draft[]
  warnings: string[]
  /** By name. */
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
  next: () => void
  back: () => void
}

/** The operations of a document, to choose from. */
export function OperationList({ drafts, warnings, chosen, onChange, next, back }: OperationListProps) {
  const guru = useGuru()
  const navigate = useNavigate()
  const { data } = useActions(guru)
  const [search, setSearch] = useState('')
  const words = texts.imports.openApi
  const shown = drafts.filter((draft) => fits(draft, search)).slice(0, MOST_SHOWN)
  const free = data ? data.limit - data.used : drafts.length
  const choose = (names: string[], isChosen: boolean) => {
    const others = [...chosen].filter((name) => !names.includes(name))
    onChange(new Set(isChosen ? [...others, ...names] : others))
  }
  const names = shown.map(({ name }) => name)
  const only = chosen.size === 1 ? drafts.find(({ name }) => chosen.has(name)) : undefined
  return (
    <Stack>
      <TextInput
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={search}
        onChange={({ currentTarget: { value } }) => setSearch(value)}
        data-autofocus
      />
      <Text size="sm" c="dimmed" role="status">
        {shown.length > 0 ? words.shown(shown.length, drafts.length) : words.none}
      </Text>
      {shown.length > 0 && (
        <Checkbox
          label={words.selectAll}
          checked={names.every((name) => chosen.has(name))}
          indeterminate={names.some((name) => chosen.has(name)) && !names.every((name) => chosen.has(name))}
          onChange={({ currentTarget: { checked } }) => choose(names, checked)}
        />
      )}
      <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Stack gap="sm" pr="sm">
          {shown.map((draft) => (
            <Checkbox
              key={draft.name}
              label={draft.name}
              description={descriptionOf(draft)}
              checked={chosen.has(draft.name)}
              onChange={({ currentTarget: { checked } }) => choose([draft.name], checked)}
              className="any-break"
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
      <Warnings warnings={warnings} />
      <Group justify="space-between">
        <Text size="sm" role="status">
          {chosen.size > 0 && words.chosen(chosen.size, free)}
        </Text>
        <Group>
          <Button variant="default" onClick={back}>
            {words.another}
          </Button>
          {only && (
            <Button
              variant="default"
              onClick={() => void navigate(paths.newAction(guru), { state: { draft: only } })}
            >
              {texts.imports.openInEditor}
            </Button>
          )}
          <Button disabled={chosen.size === 0} onClick={next}>
            {words.next}
          </Button>
        </Group>
      </Group>
    </Stack>
  )
}

const descriptionOf = ({ api_call, description }: Draft): string =>
  [api_call && `${api_call.method ?? 'GET'} ${api_call.url}`, description].filter(Boolean).join(' · ')

const fits = (draft: Draft, search: string): boolean => {
  const text = `${draft.name} ${descriptionOf(draft)}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
