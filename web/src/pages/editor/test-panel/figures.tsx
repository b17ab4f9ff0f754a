import { Group, Stack, Text } from '@mantine/core'
import type { Run } from '../../../api/runs.ts'
import { duration } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'

/** How long a run took, and what its service had to say. */
export function Figures({ run: { duration_ms, response } }: { run: Run }) {
  const words = texts.testPanel.figures
  const figures: [string, string | number][] = []
  if (duration_ms !== null) figures.push([words.duration, duration(duration_ms)])
  if (response) {
    figures.push([words.status, response.status], [words.response, duration(response.duration_ms)])
    figures.push([words.attempts, response.attempts])
    if (response.redirects > 0) figures.push([words.redirects, response.redirects])
  }
  return (
    <Group component="dl" gap="xl" m={0} aria-label={words.title}>
      {figures.map(([name, value]) => (
        <Stack key={name} gap={0}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" fw={600} m={0}>
            {value}
          </Text>
        </Stack>
      ))}
    </Group>
  )
}
