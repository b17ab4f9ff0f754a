import { Button, Card, Grid, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import { type RunStats, useRunStats } from '../../../api/runs.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import type { RunFilters } from '../list/filters.ts'
import { Bars } from './bars.tsx'
import { Latency } from './latency.tsx'
import { Legend } from './legend.tsx'
import { sumOf } from './outcomes.ts'
import { type ChartRange, dayOfToday, rangeOf } from './range-of.ts'
import { StatsTable } from './stats-table.tsx'

/** How the runs went over the days that the filters ask for, else over the last week. Not where those are none. */
export function HistoryChart({ filters }: { filters: RunFilters }) {
  const range = rangeOf(filters, dayOfToday())
  return range && <Chart filters={filters} range={range} />
}

function Chart({ filters, range }: { filters: RunFilters; range: ChartRange }) {
  const { from, to, buckets, days } = range
  const match = { from, to, action_id: filters.action_id, trigger: filters.trigger }
  const { data, error, refetch } = useRunStats(useGuru(), match, buckets)
  const [isTable, setTable] = useState(false)
  const words = texts.runs.chart
  const isEmpty = data && sumOf(data.totals) === 0
  return (
    <Card withBorder component="section" aria-labelledby="chart-title">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4" id="chart-title">
            {words.title(days, !filters.from && !filters.to)}
          </Title>
          {data && !isEmpty && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={
                isTable ? <IconChartBar size={16} aria-hidden /> : <IconTable size={16} aria-hidden />
              }
              onClick={() => setTable(!isTable)}
            >
              {isTable ? words.asChart : words.asTable}
            </Button>
          )}
        </Group>
        <ProblemAlert error={error} retry={refetch} />
        {!data && !error && <Skeleton h={160} />}
        {isEmpty && <Text c="dimmed">{words.none}</Text>}
        {data && !isEmpty && <Figures stats={data} isTable={isTable} />}
      </Stack>
    </Card>
  )
}

function Figures({ stats, isTable }: { stats: RunStats; isTable: boolean }) {
  const summary = texts.runs.chart.summary(sumOf(stats.totals), stats.totals.succeeded)
  // With many statuses it takes the whole width.
  if (isTable)
    return (
      <Stack gap="xl">
        <StatsTable {...stats} />
        <Latency latency={stats.latency} isWide />
      </Stack>
    )
  return (
    <Grid gap="xl" align="center">
      <Grid.Col span={{ base: 12, md: 9 }}>
        <Stack gap="sm">
          <Bars buckets={stats.buckets} summary={summary} />
          <Legend totals={stats.totals} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 3 }}>
        <Latency latency={stats.latency} />
      </Grid.Col>
    </Grid>
  )
}
