import { Group, Loader, Text, ThemeIcon, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { Run } from '../../api/runs.ts'
import { texts } from '../../texts/en/index.ts'
import { duration } from '../time.tsx'
import { useNow } from '../use-now.ts'
import { layOut } from './lay-out-steps.ts'
import classes from './steps-timeline.module.css'

type Step = Run['steps'][number]

const TICK_MS = 250

/** The steps of a run in their order, how long each took, and when within the run; live while one is under way. */
export function StepsTimeline({ steps, progress }: { steps: Step[]; progress?: string | null }) {
  const current = steps.find(({ status }) => status === 'running')
  const now = useNow(current ? TICK_MS : null)
  const { steps: names, status: words } = { steps: texts.run.steps.name, status: texts.run.steps.status }
  return (
    <>
      <VisuallyHidden role="status">
        {current && [texts.run.steps.now(names[current.name]), progress].filter(Boolean).join(', ')}
      </VisuallyHidden>
      {steps.length === 0 && <Text c="dimmed">{texts.run.steps.none}</Text>}
      <ol className={classes.steps} aria-label={texts.run.steps.title}>
        {layOut(steps, now).map(({ step, ms, left, width }) => (
          <li key={step.name} className={classes.step}>
            <Sign status={step.status} />
            <div className={classes.name}>
              {names[step.name]}
              <VisuallyHidden>{`, ${words[step.status]}, `}</VisuallyHidden>
              {step === current && progress && (
                <Text size="sm" c="dimmed">
                  {progress}
                </Text>
              )}
            </div>
            <div className={classes.track} aria-hidden>
              <div
                className={classes.bar}
                data-status={step.status}
                style={{ insetInlineStart: `min(${left}%, 100% - 3px)`, width: `${width}%` }}
              />
            </div>
            <span className={classes.duration}>{duration(ms)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

function Sign({ status }: { status: Step['status'] }) {
  if (status === 'running')
    return (
      <Group w={22} justify="center" aria-hidden>
        <Loader size={18} />
      </Group>
    )
  const Icon = status === 'succeeded' ? IconCheck : IconX
  return (
    <ThemeIcon size={22} radius="xl" color={status === 'succeeded' ? 'green.8' : 'red.8'} aria-hidden>
      <Icon size={14} />
    </ThemeIcon>
  )
}
