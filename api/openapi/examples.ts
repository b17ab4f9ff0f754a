import type { z } from 'zod'
import type { Contract } from '../contract/index.ts'

type BodyOf<Id extends keyof Contract> = Contract[Id] extends { body: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : never

type AnswersOf<Id extends keyof Contract> = {
  [Status in keyof Contract[Id]['answers']]?: Contract[Id]['answers'][Status] extends {
    schema: infer Schema extends z.ZodType
  }
    ? z.output<Schema>
    : never
}

/** What an operation is sent and what it answers, to look at; each fits the schema that it stands beside. */
export type Examples = {
  [Id in keyof Contract]?: { body?: BodyOf<Id>; answers?: AnswersOf<Id> }
}

const made = { created_at: '2026-11-02T09:00:00.000Z', updated_at: '2026-11-02T09:00:00.000Z' }

const GURU = {
  slug: 'acme',
  name: 'Acme support',
  description: 'Orders and refunds',
  instructions: 'Answer in two sentences at most.',
  action_limit: 20,
  actions_used: 1,
  mcp_for_chat: false,
  pii: { enabled: false, detect: ['email' as const, 'phone' as const], patterns: [] },
  ...made,
}

const KEY = {
  id: '4nq8w2kd7c1xzr5v9hm3bt6g',
  name: 'Web chat',
  role: 'chat' as const,
  hint: 'x7Qp',
  created_at: made.created_at,
  created_by: 'admin',
  last_used_at: null,
}

const SECRET = {
  name: 'SHOP_TOKEN',
  mask: true,
  allowed_hosts: ['api.shop.example'],
  ...made,
  used_by: [{ id: 'h2m9c4wq1kz7xv5rb8td3ngf', name: 'Order status' }],
}

/** As somebody writes it: all else has a default. */
const ORDER_STATUS = {
  name: 'Order status',
  description: 'Looks up where an order is',
  trigger: 'When the user asks for the status or delivery of an order',
  parameters: [
    { name: 'order_id', type: 'number' as const, description: 'The number of the order', required: true },
  ],
  type: 'api_call' as const,
  api_call: {
    method: 'GET' as const,
    url: 'https://api.shop.example/orders/{order_id}',
    headers: { Authorization: 'Bearer {SHOP_TOKEN}' },
  },
  usage_instructions: 'Give the status and the day of delivery',
}

const EXPORTED = {
  ...ORDER_STATUS,
  parameters: ORDER_STATUS.parameters.map((parameter) => ({ ...parameter, default: null })),
  api_call: { ...ORDER_STATUS.api_call, body: null, idempotency_key: false },
  python: null,
  timeout_seconds: 30,
  schedule: {
    enabled: false,
    cron: '0 9 * * *',
    timezone: 'UTC',
    parameters: {},
    catch_up_seconds: 600,
    jitter_seconds: 0,
    delivery: null,
  },
  requires_approval: false,
  approval_timeout_seconds: 604_800,
  enabled: true,
  secrets: ['SHOP_TOKEN'],
}

const ACTION = {
  id: 'h2m9c4wq1kz7xv5rb8td3ngf',
  guru: 'acme',
  version: 1,
  ...EXPORTED,
  disabled_reason: null,
  ...made,
  next_run_at: null,
  warnings: [],
}

export const EXAMPLES: Examples = {
  listGurus: { answers: { 200: { gurus: [GURU] } } },
  createGuru: {
    body: { slug: 'acme', name: 'Acme support', instructions: 'Answer in two sentences at most.' },
    answers: { 201: { ...GURU, actions_used: 0 } },
  },
  readGuru: { answers: { 200: GURU } },
  changeGuru: { body: { action_limit: 20 }, answers: { 200: GURU } },

  listKeys: { answers: { 200: { keys: [KEY] } } },
  createKey: {
    body: { name: 'Web chat', role: 'chat' },
    answers: { 201: { ...KEY, key: 'errand_x7Qp…' } },
  },

  listSecrets: { answers: { 200: { secrets: [SECRET] } } },
  putSecret: {
    body: { value: 'the token that the shop has given you', allowed_hosts: ['api.shop.example'] },
    answers: { 200: SECRET, 201: { ...SECRET, used_by: [] } },
  },
  deleteSecret: { answers: { 200: { disabled_actions: SECRET.used_by } } },

  listActions: { answers: { 200: { actions: [ACTION], used: 1, limit: 20 } } },
  createAction: { body: ORDER_STATUS, answers: { 201: ACTION } },
  readAction: { answers: { 200: ACTION } },
  replaceAction: { body: ORDER_STATUS, answers: { 200: { ...ACTION, version: 2 } } },
  changeAction: {
    body: { timeout_seconds: 10, description: null },
    answers: { 200: { ...ACTION, version: 2, timeout_seconds: 10, description: '' } },
  },
  enableAction: { answers: { 200: { ...ACTION, version: 2 } } },
  disableAction: { answers: { 200: { ...ACTION, version: 2, enabled: false } } },
  exportAction: { answers: { 200: EXPORTED } },
  exportActions: { answers: { 200: { actions: [EXPORTED] } } },
  importActions: { body: { actions: [ORDER_STATUS] } },
  adviseAction: {
    body: { name: 'Orders', trigger: 'orders' },
    answers: {
      200: {
        advice: [
          "The trigger 'orders' is too short to tell what is asked about it. Write the sentence to its end, such as 'When the user asks where an order is, or when it arrives'.",
        ],
      },
    },
  },
  importCurl: {
    body: { command: "curl -H 'Accept: application/json' https://api.shop.example/orders/1042" },
  },
  matchQuestion: {
    body: { question: 'Where is my order 1042?' },
    answers: {
      200: {
        matches: [
          {
            action: { id: ACTION.id, name: ACTION.name },
            score: 0.93,
            parameters: { order_id: 1042 },
            missing: [],
          },
        ],
      },
    },
  },
  testAction: { body: { action: ORDER_STATUS, parameters: { order_id: 1042 } } },
  triggerAction: { body: { parameters: { order_id: 1042 } } },
}

/** The same for any operation, whichever it is. */
export const examplesOf = (id: string): { body?: unknown; answers?: Record<string, unknown> } =>
  (EXAMPLES as Record<string, { body?: unknown; answers?: Record<string, unknown> }>)[id] ?? {}
