import { Alert } from '@mantine/core'
import { IconPlayerStop, IconPlugOff } from '@tabler/icons-react'
import { Markdown } from '../../components/markdown/markdown.tsx'
import { texts } from '../../texts/en/index.ts'
import { FailedAnswer } from './failed-answer.tsx'
import type { LiveAnswer } from './live-answer.ts'
import { Question } from './message.tsx'
import { StepList } from './step-list.tsx'

/** A question whose answer is on its way: its steps as they happen, its text as it is written. */
export function LiveMessage({ live, onRetry }: { live: LiveAnswer; onRetry: () => void }) {
  const { asked, steps, text, state, error } = live
  const isComing = state === 'coming' || state === 'lost'
  return (
    <div className="chat-live">
      <Question>{asked.question}</Question>
      <article className="chat-answer" aria-label={texts.common.product} aria-busy={isComing}>
        <StepList steps={steps} isComing={isComing} />
        {text && <Markdown>{text}</Markdown>}
        {state === 'lost' && (
          <Alert role="status" color="yellow" icon={<IconPlugOff aria-hidden />}>
            {texts.chat.lost}
          </Alert>
        )}
        {(state === 'cancelled' || state === 'left') && (
          <Alert role="status" color="gray" icon={<IconPlayerStop aria-hidden />}>
            {texts.chat.stopped[state]}
          </Alert>
        )}
        {state === 'failed' && <FailedAnswer error={error} onRetry={onRetry} />}
      </article>
    </div>
  )
}
