import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/en/index.ts'
import { HistoryChart } from './chart/history-chart.tsx'
import { ExportMenu } from './export/export-menu.tsx'
import { RunList } from './list/run-list.tsx'
import { useFilters } from './list/use-filters.ts'

/** What has run: how it went over time, and each run. */
export default function RunsPage() {
  const filters = useFilters()
  return (
    <Page title={texts.runs.title} aside={<ExportMenu match={filters.match} />}>
      <HistoryChart filters={filters.filters} />
      <RunList {...filters} />
    </Page>
  )
}
