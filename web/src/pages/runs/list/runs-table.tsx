import { Table, VisuallyHidden } from '@mantine/core'
import type { Run } from '../../../api/runs.ts'
import { HeaderRow } from '../../../components/header-row.tsx'
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
      <HeaderRow
        columns={[
          { name: words.status, from: 'sm' },
          words.action,
          { name: words.why, from: 'sm' },
          { name: words.started, from: 'sm' },
          { name: words.duration, from: 'sm', isNumber: true },
        ]}
      />
      <Table.Tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </Table.Tbody>
    </Table>
  )
}
