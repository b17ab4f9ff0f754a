import { Card, Stack, Text } from '@mantine/core'
import { useRef } from 'react'
import { isOpen, useRuns, useRunsAhead } from '../../../api/runs.ts'
import { Loading } from '../../../app/loading.tsx'
import { useGuru } from '../../../app/use-guru.ts'
import { fieldErrors } from '../../../components/field-errors.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { EmptyHistory } from './empty-history.tsx'
import { FilterBar } from './filter-bar.tsx'
import { Pager } from './pager.tsx'
import { RunsTable } from './runs-table.tsx'
import type { useFilters } from './use-filters.ts'
import { usePaging } from './use-paging.ts'

/** The runs that the filters select, a page at a time. */
export function RunList({ filters, match, change, clear, isFiltered }: ReturnType<typeof useFilters>) {
  const guru = useGuru()
  const { cursor, page, first, newer, older } = usePaging()
  const { data, error, refetch, isPlaceholderData } = useRuns(guru, match, cursor)
  const fetchAhead = useRunsAhead(guru, match)
  const top = useRef<HTMLDivElement>(null)
  const next = isPlaceholderData ? null : data?.next_cursor
  /** A new page is read from its top. */
  const turn = (go: () => void) => () => {
    go()
    top.current?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <Stack ref={top}>
      <FilterBar
        filters={filters}
        isFiltered={isFiltered}
        change={change}
        clear={clear}
        errors={fieldErrors(error)}
      />
      <ProblemAlert error={error} retry={refetch} shown={['from', 'to']} />
      {!data && !error && <Loading />}
      {data && data.runs.length === 0 && (
        <EmptyHistory isFiltered={isFiltered} isEnd={cursor !== undefined} />
      )}
      {data && data.runs.length > 0 && (
        <>
          <Text role="status" size="sm" c="dimmed">
            {cursor ? texts.runs.older : texts.runs.count(data.runs.length, data.runs.filter(isOpen).length)}
          </Text>
          <Card withBorder padding={0}>
            <RunsTable runs={data.runs} isOutdated={isPlaceholderData} />
          </Card>
        </>
      )}
      {data && (
        <Pager
          page={page}
          first={turn(first)}
          newer={newer && turn(newer)}
          older={next ? turn(() => older(next)) : null}
          ahead={() => next && fetchAhead(next)}
        />
      )}
    </Stack>
  )
}
