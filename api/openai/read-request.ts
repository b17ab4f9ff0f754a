import { z } from 'zod'
import { externalUserId } from '../contract/answers.ts'
import { OpenAiRefusal } from './openai-error.ts'

/** What counts of a message. */
export interface Said {
  role: 'user' | 'assistant'
  text: string
}

/** A request for a chat completion, as far as it means something here. */
export interface ChatRequest {
  model: string
  question: string
  /** What was said before, oldest first. */
  before: Said[]
  external_user_id: string | null
  stream: boolean
  include_usage: boolean
}

const LONGEST_QUESTION = 10_000
const MOST_MESSAGES = 2_000

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() })
const messageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
})
const optional = <T extends z.ZodType>(schema: T) => schema.nullish()

/** Unknown members mean nothing, as with any server of this API: clients send many. */
const requestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1).max(MOST_MESSAGES),
  stream: optional(z.boolean()),
  stream_options: optional(z.looseObject({ include_usage: optional(z.boolean()) })),
  n: optional(z.number()),
  tools: optional(z.array(z.unknown())),
  functions: optional(z.array(z.unknown())),
  response_format: optional(z.looseObject({ type: z.string() })),
  user: optional(z.string()),
  safety_identifier: optional(z.string()),
})
type Body = z.infer<typeof requestSchema>

/**
 * Reads a body. Of the messages only what users and assistants said counts: what a guru is to do is in its own
 * instructions, which no client can add to.
 * @throws {OpenAiRefusal} 400
 */
export function readChatRequest(given: unknown): ChatRequest {
  const parsed = requestSchema.safeParse(given ?? {})
  if (!parsed.success) throw refusalOf(parsed.error.issues[0])
  const body = parsed.data
  refuseUnsupported(body)
  const said = body.messages.flatMap(saidIn)
  const end = said.findLastIndex(({ role }) => role === 'assistant') + 1
  // Several messages of the user's without an answer between them are one question.
  const question = said
    .slice(end)
    .map(({ text }) => text)
    .join('\n\n')
  checkQuestion(question)
  return {
    model: body.model,
    question,
    before: said.slice(0, end),
    external_user_id: readUser(body.user || body.safety_identifier || null),
    stream: body.stream ?? false,
    include_usage: body.stream_options?.include_usage ?? false,
  }
}

function saidIn({ role, content }: Body['messages'][number], index: number): Said[] {
  if (role !== 'user' && role !== 'assistant') return []
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? [])
  const other = parts.findIndex(({ type, text }) => type !== 'text' || text === undefined)
  if (other >= 0 && role === 'user')
    throw new OpenAiRefusal(
      `Only text is understood. Leave out the part of type '${parts[other]?.type.slice(0, 50)}'.`,
      { param: `messages[${index}].content[${other}]`, code: 'unsupported_value' },
    )
  const text = parts
    .map((part) => part.text ?? '')
    .join('\n')
    .trim()
  return text ? [{ role, text }] : []
}

function refuseUnsupported({ n, tools, functions, response_format }: Body): void {
  const refuse = (param: string, message: string): never => {
    throw new OpenAiRefusal(message, { param, code: 'unsupported_parameter' })
  }
  if (n !== null && n !== undefined && n !== 1) refuse('n', 'One answer is given at a time: n must be 1.')
  const why = "A guru runs its own actions, not its clients' tools. Leave them out."
  if (tools?.length) refuse('tools', why)
  if (functions?.length) refuse('functions', why)
  if (response_format && response_format.type !== 'text')
    refuse('response_format', 'Answers are Markdown for people: response_format must be text.')
}

function checkQuestion(question: string): void {
  if (question === '')
    throw new OpenAiRefusal('The last message must be one of the role user, with a text.', {
      param: 'messages',
      code: 'invalid_value',
    })
  if (question.length > LONGEST_QUESTION)
    throw new OpenAiRefusal(
      `The question has ${question.length} characters; ${LONGEST_QUESTION} are allowed at most.`,
      { param: 'messages', code: 'string_above_max_length' },
    )
}

function readUser(user: string | null): string | null {
  if (user === null || externalUserId.safeParse(user).success) return user
  throw new OpenAiRefusal('user must have at most 200 characters.', {
    param: 'user',
    code: 'string_above_max_length',
  })
}

function refusalOf(issue: z.core.$ZodIssue | undefined): OpenAiRefusal {
  const param = (issue?.path ?? [])
    .map((key, place) => (typeof key === 'number' ? `[${key}]` : `${place > 0 ? '.' : ''}${String(key)}`))
    .join('')
  const missing = issue?.code === 'invalid_type' && /received undefined/.test(issue.message)
  return missing
    ? new OpenAiRefusal(`Missing required parameter: '${param}'.`, {
        param,
        code: 'missing_required_parameter',
      })
    : new OpenAiRefusal(`Invalid value for '${param}': ${issue?.message ?? 'not understood'}.`, {
        param: param || null,
        code: 'invalid_value',
      })
}
