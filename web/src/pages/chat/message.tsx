import { VisuallyHidden } from '@mantine/core'
import type { Message as Said } from '../../api/sessions.ts'
import { Markdown } from '../../components/markdown/markdown.tsx'
import { texts } from '../../texts/en/index.ts'
import { Sources } from './sources.tsx'

interface MessageProps {
  guru: string
  session: string | undefined
  message: Said
}

/** A question, or its answer with what it was taken from. */
export function Message({ guru, session, message: { role, content, actions } }: MessageProps) {
  if (role === 'user') return <Question>{content}</Question>
  return (
    <article className="chat-answer" aria-label={texts.common.product}>
      <Markdown>{content}</Markdown>
      <Sources guru={guru} session={session} actions={actions} />
    </article>
  )
}

/** What a person has asked, as they wrote it. */
export function Question({ children }: { children: string }) {
  return (
    <article className="chat-question" dir="auto">
      <VisuallyHidden>{texts.chat.you}: </VisuallyHidden>
      {children}
    </article>
  )
}
