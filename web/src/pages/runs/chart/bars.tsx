import { Tooltip } from '@mantine/core'
import type { RunStats } from '../../../api/runs.ts'
import { texts } from '../../../texts/en/index.ts'
import { fullLabel, shortLabel } from './bucket-label.ts'
import classes from './chart.module.css'
import { countOf, OUTCOME_NAMES, sumOf, topOf } from './outcomes.ts'

type Bucket = RunStats['buckets'][number]

/** So many labels fit below the bars of a narrow screen. */
const LABELS = 8
/** More labels than these are thinned out on a narrow screen. */
const FEW = 4

/**
 * A bar for each part of the range, stacked by outcome. Each outcome has a pattern of its own. The same figures are in
 * the table, for those who can't see it.
 */
export function Bars({ buckets, summary }: { buckets: Bucket[]; summary: string }) {
  const top = topOf(Math.max(...buckets.map(({ counts }) => sumOf(counts))))
  const every = Math.ceil(buckets.length / LABELS)
  return (
    <div className={classes.chart} role="img" aria-label={texts.runs.chart.alternative(summary)}>
      <div className={classes.axis}>
        {[top, top / 2, 0].map((value) => (
          <span key={value}>{value.toLocaleString('en')}</span>
        ))}
      </div>
      <div className={classes.plot}>
        {buckets.map((bucket) => (
          <Tooltip key={bucket.from} label={told(bucket)} multiline style={{ whiteSpace: 'pre-line' }}>
            <div className={classes.column}>
              {OUTCOME_NAMES.toReversed().map((outcome) => (
                <div
                  key={outcome}
                  className={classes.part}
                  data-outcome={outcome}
                  style={{ height: `${(100 * countOf(bucket.counts, outcome)) / top}%` }}
                />
              ))}
            </div>
          </Tooltip>
        ))}
      </div>
      <div className={classes.labels} data-many={buckets.length > FEW || undefined}>
        {buckets.map((bucket, at) => (
          <span key={bucket.from}>{at % every === 0 && shortLabel(bucket)}</span>
        ))}
      </div>
    </div>
  )
}

/** What a bar stands for, a line for each outcome that occurs. */
function told(bucket: Bucket): string {
  const lines = OUTCOME_NAMES.map((outcome) => [outcome, countOf(bucket.counts, outcome)] as const)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${texts.runs.chart.outcome[outcome]}: ${count.toLocaleString('en')}`)
  return [fullLabel(bucket), ...lines].join('\n')
}
