import { Table } from '@mantine/core'
import { RUN_STATUSES } from '../../../../../domain/run.ts'
import type { RunStats } from '../../../api/runs.ts'
import { HeaderRow } from '../../../components/header-row.tsx'
import { texts } from '../../../texts/en/index.ts'
import { fullLabel } from './bucket-label.ts'
import { sumOf } from './outcomes.ts'

/** The chart's figures, by each status that occurs. */
export function StatsTable({ buckets, totals }: Pick<RunStats, 'buckets' | 'totals'>) {
  const words = texts.runs.chart
  const statuses = RUN_STATUSES.filter((status) => totals[status] > 0)
  const figures = (counts: RunStats['totals']) => [...statuses.map((status) => counts[status]), sumOf(counts)]
  return (
    <Table.ScrollContainer
      minWidth={140 + 80 * statuses.length}
      maxHeight={320}
      // That there is more is seen, and reached by keys.
      scrollAreaProps={{ type: 'auto', offsetScrollbars: true, viewportProps: { tabIndex: 0 } }}
    >
      <Table aria-label={words.caption} stickyHeader>
        <HeaderRow
          columns={[
            words.when,
            ...[...statuses.map((status) => texts.common.status[status]), words.all].map((name) => ({
              name,
              isNumber: true,
            })),
          ]}
        />
        <Table.Tbody>
          {buckets.map((bucket) => (
            <Row key={bucket.from} heading={fullLabel(bucket)} figures={figures(bucket.counts)} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Row heading={words.all} figures={figures(totals)} />
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ heading, figures }: { heading: string; figures: number[] }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {heading}
      </Table.Th>
      {figures.map((figure, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
        <Table.Td key={at} ta="end">
          {figure.toLocaleString('en')}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}
