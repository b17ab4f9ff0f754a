import { Loader, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { StepTold } from '../../api/answer-stream.ts'
import { texts } from '../../texts/en/index.ts'
import { stepWords } from './step-words.ts'

/** What is being done for an answer, and what is done already. */
export function StepList({ steps, isComing }: { steps: StepTold[]; isComing: boolean }) {
  return (
    <ul className="chat-steps" aria-label={texts.chat.steps.label} aria-live="polite">
      {steps.length === 0 && isComing && (
        <li>
          <Loader size={14} aria-hidden />
          <span>{texts.chat.steps.detect}</span>
        </li>
      )}
      {steps.map((told, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only added, and an action may run twice
        <li key={index} data-status={told.status}>
          <Sign status={told.status} isComing={isComing} />
          <span>
            <bdi>{stepWords(told)}</bdi>
            <VisuallyHidden>, {texts.chat.steps[told.status]}</VisuallyHidden>
          </span>
        </li>
      ))}
    </ul>
  )
}

function Sign({ status, isComing }: { status: StepTold['status']; isComing: boolean }) {
  if (status === 'succeeded') return <IconCheck size={14} aria-hidden />
  if (status === 'failed') return <IconAlertTriangle size={14} aria-hidden />
  return isComing ? <Loader size={14} aria-hidden /> : <span aria-hidden>–</span>
}
