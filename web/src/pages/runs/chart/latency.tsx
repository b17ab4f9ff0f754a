import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { RunStats } from '../../../api/runs.ts'
import { duration } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'

interface LatencyProps extends Pick<RunStats, 'latency'> {
  /** Side by side on every screen. */
  isWide?: boolean
}

/** How long runs took, in percentiles that one needn't know the word for. */
export function Latency({ latency, isWide = false }: LatencyProps) {
  const words = texts.runs.chart.latency
  const figures = [
    [words.p50, latency.p50_ms],
    [words.p90, latency.p90_ms],
    [words.p99, latency.p99_ms],
  ] as const
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.title}
      </Title>
      <SimpleGrid component="dl" cols={isWide ? 3 : { base: 3, md: 1 }} spacing="xs" m={0}>
        {figures.map(([label, ms]) => (
          <div key={label}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0} size="lg" fw={600}>
              {ms === null ? words.none : duration(ms)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {latency.count > 0 && (
        <Text size="xs" c="dimmed">
          {words.of(latency.count)}
        </Text>
      )}
    </Stack>
  )
}
