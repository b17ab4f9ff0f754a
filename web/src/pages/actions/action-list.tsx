import { Alert, Button, Group, Pagination, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Action } from '../../api/actions.ts'
import { texts } from '../../texts/en/index.ts'
import { ActionTable } from './action-table.tsx'
import { searchActions } from './search-actions.ts'

const PAGE = 50

interface ActionListProps {
  actions: Action[]
  used: number
  limit: number
}

/** The actions of a guru, to be searched. */
export function ActionList({ actions, used, limit }: ActionListProps) {
  const [search, setSearch] = useState('')
  const [chosenPage, setPage] = useState(1)
  const found = searchActions(actions, search)
  const pages = Math.ceil(found.length / PAGE)
  const page = Math.max(1, Math.min(chosenPage, pages))
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed">{texts.actions.used(used, limit)}</Text>
        <TextInput
          type="search"
          aria-label={texts.actions.search}
          title={texts.actions.searchHint}
          placeholder={texts.actions.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={({ currentTarget: { value } }) => setSearch(value)}
          w={{ base: '100%', sm: 280 }}
        />
      </Group>
      {used >= limit && <Alert color="yellow">{texts.actions.limitReached}</Alert>}
      <VisuallyHidden role="status">{search && texts.actions.found(found.length)}</VisuallyHidden>
      {found.length > 0 ? (
        <ActionTable actions={found.slice((page - 1) * PAGE, page * PAGE)} />
      ) : (
        <Stack align="center" py="xl">
          <Text>{texts.actions.noneFound(search)}</Text>
          <Button variant="default" onClick={() => setSearch('')}>
            {texts.actions.clearSearch}
          </Button>
        </Stack>
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={setPage}
          getControlProps={(control) => ({ 'aria-label': control })}
          getItemProps={(number) => ({ 'aria-label': `${number}` })}
        />
      )}
    </Stack>
  )
}
