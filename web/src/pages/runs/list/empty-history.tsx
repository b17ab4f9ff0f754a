import { Button, EmptyState } from '@mantine/core'
import { IconFilterOff, IconHistory } from '@tabler/icons-react'
import { Link } from 'react-router'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'

/** Instead of a list without runs: what would be there, or that the filters leave none. */
export function EmptyHistory({ isFiltered, clear }: { isFiltered: boolean; clear: () => void }) {
  const guru = useGuru()
  const words = texts.runs.empty
  if (isFiltered)
    return (
      <EmptyState
        my="xl"
        icon={<IconFilterOff aria-hidden />}
        title={words.filteredTitle}
        description={words.filteredText}
      >
        <EmptyState.Actions>
          <Button variant="default" onClick={() => clear()}>
            {texts.runs.filters.clear}
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    )
  return (
    <EmptyState
      my="xl"
      variant="light"
      icon={<IconHistory aria-hidden />}
      title={words.title}
      description={words.text}
    >
      <EmptyState.Actions>
        <Button component={Link} to={paths.chat(guru)}>
          {words.ask}
        </Button>
        <Button component={Link} to={paths.actions(guru)} variant="default">
          {words.actions}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  )
}
