import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Answer, type Asked, streamAnswer } from '../../api/answer-stream.ts'
import { cancelAnswer } from '../../api/cancel-answer.ts'
import { ProblemError } from '../../api/client.ts'
import { useMe } from '../../api/me.ts'
import { type Session, sessionKey, sessionsKey } from '../../api/sessions.ts'
import { signedOut } from '../../api/signed-out.tsx'
import { forgetQuestion, keepQuestion, keptQuestion } from './kept-question.ts'
import { beginAnswer, failedWith, type LiveAnswer, takeEvent } from './live-answer.ts'

/** Asks questions in a conversation, one at a time. */
export function useAsking(guru: string, session: string | undefined, onAnswered: (session: string) => void) {
  const queries = useQueryClient()
  const { role, label: whose } = useMe()
  const [live, setLive] = useState<LiveAnswer | null>(null)
  const reading = useRef<AbortController | null>(null)
  useEffect(() => () => reading.current?.abort(), [])

  /** Takes the answer into the conversation, where the server has it already. */
  function keep(answer: Answer, after: number): void {
    forgetQuestion()
    const key = sessionKey(guru, answer.session_id)
    queries.setQueryData<Session>(key, (known) => ({
      session_id: answer.session_id,
      messages: [...(known?.messages ?? []).slice(0, after), ...messagesOf(answer)],
    }))
    setLive(null)
    onAnswered(answer.session_id)
    void queries.invalidateQueries({ queryKey: key })
    void queries.invalidateQueries({ queryKey: sessionsKey(guru) })
  }

  async function follow(asked: Asked, after: number): Promise<void> {
    keepQuestion({ guru, whose, asked, after })
    reading.current?.abort()
    const own = new AbortController()
    reading.current = own
    setLive(beginAnswer(asked, after))
    try {
      for await (const event of streamAnswer(guru, asked, own.signal)) {
        if (own.signal.aborted) return
        if (event.event === 'done') return keep(event.data, after)
        setLive((before) => before && takeEvent(before, event))
      }
    } catch (error) {
      if (own.signal.aborted) return
      forgetQuestion()
      if (error instanceof ProblemError && error.problem.status === 401) signedOut(queries)
      setLive((before) => before && failedWith(before, error))
    }
  }

  const latest = useRef(follow)
  useEffect(() => {
    latest.current = follow
  })

  /** What comes of it is still waited for. */
  async function stop(): Promise<void> {
    const mayCancel = role !== 'chat' && live?.answerId
    setLive((before) => before && { ...before, state: mayCancel ? 'cancelled' : 'left' })
    if (mayCancel && live.answerId) await cancelAnswer(guru, live.answerId)
    await queries.invalidateQueries({ queryKey: sessionsKey(guru) })
  }

  /** Away from what was asked before, to what is being answered here, if anything. */
  const comeTo = useCallback(() => {
    reading.current?.abort()
    setLive(null)
    const kept = keptQuestion(guru, whose, session)
    if (kept) void latest.current(kept.asked, kept.after)
  }, [guru, whose, session])

  const putAway = useCallback(() => setLive(null), [])

  return {
    live,
    isComing: live?.state === 'coming' || live?.state === 'lost',
    ask: (question: string, after: number) => follow({ question, session_id: session, key: newKey() }, after),
    retry: () => live && follow(live.asked, live.after),
    stop,
    comeTo,
    putAway,
  }
}

/** Pages that come without https have no `crypto.randomUUID`. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

const messagesOf = ({ question, content, actions, date_updated: at }: Answer): Session['messages'] => [
  { role: 'user', content: question, at, actions: [] },
  { role: 'assistant', content, at, actions },
]
