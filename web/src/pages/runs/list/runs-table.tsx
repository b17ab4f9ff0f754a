import { Table, VisuallyHidden } from '@mantine/core'
import type { Run } from '../../../api/runs.ts'
import { texts } from '../../../texts/en/index.ts'
import { RunRow } from './run-row.tsx'
import classes from './runs-table.module.css'

interface RunsTableProps {
  runs: Run[]
  /** Whether another page is on its way, and this one is shown until then. */
  isOutdated: boolean
}

/** A page of the history. On narrow screens what matters less moves below the action's name. */
export function RunsTable({ runs, isOutdated }: RunsTableProps) {
  const words = texts.runs.table
  return (
    <Table className={classes.table} data-outdated={isOutdated || undefined} aria-busy={isOutdated}>
      <caption>
        <VisuallyHidden>{words.caption}</VisuallyHidden>
      </caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col" visibleFrom="sm">
            {words.status}
          </Table.Th>
          <Table.Th scope="col">{words.action}</Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {words.why}
          </Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {words.started}
          </Table.Th>
          <Table.Th scope="col" visibleFrom="sm" ta="end">
            {words.duration}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </Table.Tbody>
    </Table>
  )
}
