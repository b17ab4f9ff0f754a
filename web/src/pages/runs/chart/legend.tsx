import { Group, Text } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'
import classes from './chart.module.css'
import { countOf, OUTCOME_NAMES, type StatusCounts } from './outcomes.ts'

/** Which pattern is which outcome, and how many runs each has in all. */
export function Legend({ totals }: { totals: StatusCounts }) {
  const { outcome: names, failedHint, stoppedHint } = texts.runs.chart
  const hints: Partial<Record<string, string>> = { failed: failedHint, stopped: stoppedHint }
  return (
    <Group component="ul" gap="md" m={0} p={0} className={classes.legend}>
      {OUTCOME_NAMES.map((outcome) => (
        <Group component="li" key={outcome} gap={6} wrap="nowrap" title={hints[outcome]}>
          <span className={classes.swatch} data-outcome={outcome} aria-hidden />
          <Text size="sm">
            {names[outcome]} <strong>{countOf(totals, outcome).toLocaleString('en')}</strong>
          </Text>
        </Group>
      ))}
    </Group>
  )
}
