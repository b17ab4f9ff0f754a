import { Button, Group } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { texts } from '../../../texts/en/index.ts'

/** Instead of a list without runs: what would be there, that the filters leave none, or that it is the end. */
export function EmptyHistory({ isFiltered, isEnd }: { isFiltered: boolean; isEnd: boolean }) {
  const guru = useGuru()
  const words = texts.runs.empty
  // Where the last page is full, one more is offered.
  if (isEnd) return <EmptyState title={words.endTitle} text={words.endText} />
  if (isFiltered) return <EmptyState title={words.filteredTitle} text={words.filteredText} />
  return (
    <EmptyState title={words.title} text={words.text}>
      <Group justify="center">
        <Button component={Link} to={paths.chat(guru)}>
          {words.ask}
        </Button>
        <Button component={Link} to={paths.actions(guru)} variant="default">
          {words.actions}
        </Button>
      </Group>
    </EmptyState>
  )
}
