/*
 * What a stream tells, from recorded histories of questions, a model's words put into them. However the histories of
 * several runs are read side by side, and wherever a client is cut off: it ends with each step once, and with the answer.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { Client } from '@temporalio/client'
import test from 'ava'
import fc from 'fast-check'
import type { ServerEvent } from '../../api/stream/event-stream.ts'
import type { Histories } from '../../api/stream/follow-answer.ts'
import { readPosition, startOf } from '../../api/stream/position.ts'
import { tellAnswer } from '../../api/stream/tell-answer.ts'
import type { StepChange } from '../../api/stream/told.ts'
import type { HistoryEvent } from '../../api/temporal/event-history.ts'
import { readPayload } from '../../api/temporal/payload.ts'
import type { Delta } from '../../domain/workflow-contract.ts'
import { historyFromText } from '../../stack/history-json.ts'
import '../support/property-seed.ts'

const FOLDER = new URL('../histories/v2/', import.meta.url)
const client = new Client()
const eventsOf = (file: string): HistoryEvent[] =>
  historyFromText(readFileSync(new URL(file, FOLDER), 'utf8')).events ?? []

/** A question's workflows by id. */
function recorded(name: string): Map<string, HistoryEvent[]> {
  const files = readdirSync(FOLDER).filter(
    (file) => file === `${name}.json` || file.startsWith(`${name}.child-`),
  )
  return new Map(files.map((file) => [idOf(file), eventsOf(file)]))
}
const idOf = (file: string): string => `acme.${file.replace('.json', '').replace('.child-', '.')}`

/** The same with signals in front of the event at which the wording is done. */
function withDeltas(events: HistoryEvent[], deltas: Delta[]): HistoryEvent[] {
  const GAP = 100
  const spread = (id: HistoryEvent['eventId']): number => Number(id) * GAP
  const wording = events.find(
    ({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityType?.name === 'interpretResult',
  )?.eventId
  return events.flatMap((event) => {
    const eventId = spread(event.eventId)
    const scheduled = event.activityTaskScheduledEventAttributes
    const completed = event.activityTaskCompletedEventAttributes
    const moved = completed
      ? { ...completed, scheduledEventId: spread(completed.scheduledEventId) }
      : completed
    const numbered = {
      ...event,
      eventId,
      activityTaskCompletedEventAttributes: moved,
    } as unknown as HistoryEvent
    if (scheduled || String(completed?.scheduledEventId) !== String(wording)) return [numbered]
    return [...deltas.map((delta, index) => signal(eventId - GAP + index + 1, delta)), numbered]
  })
}

const signal = (eventId: number, delta: Delta): HistoryEvent =>
  ({
    eventId,
    workflowExecutionSignaledEventAttributes: {
      signalName: 'delta',
      input: {
        payloads: [
          { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(delta)) },
        ],
      },
    },
  }) as unknown as HistoryEvent

/** Read at the given paces: before each event so many others may come. */
const histories = (byId: Map<string, HistoryEvent[]>, paces: number[]): Histories => {
  let at = 0
  return {
    async *events(workflowId) {
      for (const event of byId.get(workflowId) ?? []) {
        for (let pause = paces[at++ % paces.length] ?? 0; pause > 0; pause--) await turn()
        yield event
      }
    },
    read: (payload) => readPayload(client, payload),
  }
}

async function told(
  from: Histories,
  workflowId: string,
  lastEventId?: string,
): Promise<Required<ServerEvent>[]> {
  const position = lastEventId === undefined ? startOf(workflowId) : readPosition(lastEventId)
  const events: ServerEvent[] = []
  for await (const { outputs } of tellAnswer(from, { position, text: null }))
    events.push(...outputs.map(({ event }) => event))
  return events as Required<ServerEvent>[]
}

const textOf = (events: ServerEvent[]): string =>
  events
    .filter(({ event }) => event === 'delta')
    .map(({ data }) => data as { text: string; reset?: true })
    .reduce((text, delta) => (delta.reset ? '' : text) + delta.text, '')

const stepsOf = (events: ServerEvent[]): string[] =>
  events
    .filter(({ event }) => event === 'step')
    .map(({ data }) => data as StepChange)
    .map(({ action, step, status }) => `${action?.name ?? ''} ${step} ${status}`)

async function contentOf(events: HistoryEvent[]): Promise<string | null> {
  const payload = events.at(-1)?.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0]
  return (await readPayload<{ content: string }>(client, payload))?.content ?? null
}

const paces = fc.array(fc.nat(4), { minLength: 1, maxLength: 40 })
/** Words that are the answer's, or not, in attempts that follow each other. */
const deltas = (answer: string): fc.Arbitrary<Delta[]> =>
  fc
    .array(fc.record({ own: fc.boolean(), cuts: fc.array(fc.nat(answer.length), { maxLength: 4 }) }), {
      maxLength: 3,
    })
    .map((attempts) =>
      attempts.flatMap(({ own, cuts }, index) => {
        const text = own ? answer : 'Something else altogether'
        const places = [0, ...cuts.toSorted((a, b) => a - b)]
        return places.slice(1).map((end, piece) => ({
          attempt: index + 1,
          index: places[piece] ?? 0,
          text: text.slice(places[piece], end),
        }))
      }),
    )

/** Of the two runs beside the question, and of its own: in the order of their files. */
const ANSWERS = ['It says: ran posts', 'It says: ', 'It says: ran works']

test('of several runs with words: every step once, and the answer, from wherever a client comes back', async (t) => {
  const name = 'answer-several-with-model'
  const original = recorded(name)
  const content = (await contentOf(original.get(`acme.${name}`) ?? [])) ?? ''
  t.regex(content, /### works\n\n/)
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(...ANSWERS.map(deltas)),
      paces,
      paces,
      fc.nat(),
      async (words, paceBefore, paceAfter, cut) => {
        const byId = new Map(
          Array.from(
            original,
            ([id, events], index) => [id, withDeltas(events, words[index] ?? [])] as const,
          ),
        )
        const whole = await told(histories(byId, paceBefore), `acme.${name}`)
        t.is(textOf(whole), content)
        const areOwn = words.every((some, place) =>
          some.every(({ index, text }) => ANSWERS[place]?.startsWith(text, index)),
        )
        if (areOwn) t.false(whole.some(({ data }) => (data as { reset?: true }).reset))
        const index = cut % whole.length
        const rest = await told(histories(byId, paceAfter), `acme.${name}`, whole[index]?.id)
        const all = [...whole.slice(0, index + 1), ...rest]
        t.is(textOf(all), content)
        t.deepEqual(stepsOf(all).toSorted(), stepsOf(whole).toSorted())
      },
    ),
    { numRuns: 300 },
  )
})

const names = readdirSync(FOLDER)
  .filter((file) => file.startsWith('answer-') && !file.includes('.child-'))
  .map((file) => file.replace('.json', ''))

for (const name of names)
  test(`${name}: what is told is one story, and ends as the question did`, async (t) => {
    const byId = recorded(name)
    const id = `acme.${name}`
    const events = await told(histories(byId, [0]), id)
    const content = await contentOf(byId.get(id) ?? [])
    if (content !== null) t.is(textOf(events), content)
    t.false(events.some(({ data }) => (data as { reset?: true }).reset))
    t.is(new Set(events.map((event) => event.id)).size, events.length)
    t.is(new Set(stepsOf(events)).size, stepsOf(events).length)
    const last = new Map(stepsOf(events).map((step) => [step.slice(0, step.lastIndexOf(' ')), step]))
    if (content !== null) t.false([...last.values()].some((step) => step.endsWith('running')))
    for (const [index, event] of events.entries())
      t.deepEqual(await told(histories(byId, [0]), id, event.id), events.slice(index + 1))
  })

test('from a position that was made up, telling ends all the same', async (t) => {
  const name = 'answer-several-with-model'
  const byId = recorded(name)
  const number = fc.oneof(fc.nat(60), fc.constant(Number.MAX_SAFE_INTEGER))
  await fc.assert(
    fc.asyncProperty(
      fc.array(number, { minLength: 1, maxLength: 5 }),
      fc.option(fc.tuple(fc.nat(4), number)),
      paces,
      async (taken, partly, pace) => {
        const part = partly && partly[0] < taken.length ? `+${partly[0]}.${partly[1]}` : ''
        const telling = told(histories(byId, pace), `acme.${name}`, `acme.${name}:${taken}${part}`)
        await telling.catch((error: unknown) => t.like(error, { status: 422 }))
      },
    ),
    {
      numRuns: 300,
      examples: [
        [[Number.MAX_SAFE_INTEGER], null, [0]],
        [
          [Number.MAX_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER],
          [1, 5],
          [1, 2],
        ],
      ],
    },
  )
  t.pass()
})
