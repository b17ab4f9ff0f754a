import { Button, Group } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { texts } from '../../../texts/en/index.ts'

/** Instead of a list without runs: what would be there, or that the filters leave none. */
export function EmptyHistory({ isFiltered }: { isFiltered: boolean }) {
  const guru = useGuru()
  const words = texts.runs.empty
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
