import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useSession } from '../../api/sessions.ts'
import { Loading } from '../../app/loading.tsx'
import { paths } from '../../app/paths.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { Composer } from './composer.tsx'
import { EmptyChat } from './empty-chat.tsx'
import { takeHandedOver } from './handed-over.ts'
import { forgetQuestion } from './kept-question.ts'
import { isStopped } from './live-answer.ts'
import { LiveMessage } from './live-message.tsx'
import { Message } from './message.tsx'
import { useAsking } from './use-asking.ts'
import { useFollowEnd } from './use-follow-end.ts'

interface ConversationProps {
  guru: string
  /** None of a new one. */
  session: string | undefined
}

/** What was said, what is being answered, and the box for the next question. */
export function Conversation({ guru, session }: ConversationProps) {
  const location = useLocation()
  const navigate = useNavigate()
  const [draft, setDraft] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const { isAtEnd, toEnd } = useFollowEnd(content)
  /** The place that an answer has led to: the conversation is the same one. */
  const own = useRef<string | null>(null)
  const { live, isComing, ask, retry, stop, comeTo, putAway } = useAsking(guru, session, (answered) => {
    // What is missing is asked for: the next message can be typed at once.
    box.current?.focus({ preventScroll: true })
    if (session) return
    own.current = answered
    void navigate(paths.chat(guru, answered), { replace: true })
  })
  const isFirst = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever goes elsewhere, even to another new chat, leaves this one
  useEffect(() => {
    const isNew = !isFirst.current && isNewChat(location.state)
    isFirst.current = false
    if (isNew) forgetQuestion()
    if (own.current !== null && own.current === session) own.current = null
    else comeTo()
  }, [location.key, comeTo])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, after the effect above
  useEffect(() => {
    const question = takeHandedOver(guru)
    if (question) void ask(question, 0)
  }, [])

  const hasStopped = live !== null && isStopped(live)
  const { data, error, isLoading, refetch } = useSession(guru, session, hasStopped)
  const messages = data?.messages ?? []
  const isKept = live !== null && messages.length > live.after
  useEffect(() => {
    // What was stopped was answered all the same, and is in the conversation now.
    if (hasStopped && isKept) putAway()
  }, [hasStopped, isKept, putAway])
  const missing = live ? [] : (messages.at(-1)?.actions.flatMap((action) => action.missing) ?? [])
  const send = () => {
    const question = draft.trim()
    if (!question || isComing) return
    setDraft('')
    void ask(question, messages.length)
    toEnd()
  }
  const choose = (question: string) => {
    setDraft(question)
    box.current?.focus()
  }
  return (
    <section className="chat-conversation" aria-label={texts.chat.log}>
      <div ref={content} className="chat-content">
        {isLoading && <Loading />}
        <ProblemAlert error={error} retry={refetch} />
        {!session && !live && <EmptyChat guru={guru} onChoose={choose} />}
        {data && messages.length === 0 && !live && <p role="status">{texts.chat.notAnswered}</p>}
        {/* Told as a whole, once an answer is complete. */}
        <div role="log" aria-live="polite" className="chat-log">
          {messages.map((message, index) => (
            // Messages are only added, or take the place of one that said that they come.
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
            <Message key={index} guru={guru} session={session} message={message} />
          ))}
        </div>
        {live && <LiveMessage live={live} onRetry={retry} />}
      </div>
      <div className="chat-composer">
        {!isAtEnd && (
          <Button
            className="chat-to-end"
            size="xs"
            variant="default"
            leftSection={<IconArrowDown size={14} aria-hidden />}
            onClick={toEnd}
          >
            {texts.chat.toEnd}
          </Button>
        )}
        <Composer
          ref={box}
          value={draft}
          missing={missing}
          isComing={isComing}
          onChange={setDraft}
          onSend={send}
          onStop={stop}
        />
      </div>
    </section>
  )
}

/** Whether a new conversation was asked for: not the one that has begun already. */
const isNewChat = (state: unknown): boolean =>
  typeof state === 'object' && state !== null && 'isNewChat' in state && state.isNewChat === true
