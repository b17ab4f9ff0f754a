import type { Parameter } from '../../domain/action.ts'
import type {
  InterpretedRun,
  InterpretRequest,
  OfferedAction,
  Understanding,
  UnderstandRequest,
} from '../../domain/language.ts'
import { createBuiltinEngine } from '../../language/builtin/engine.ts'
import type { LanguageEngine } from '../../language/engine.ts'

export const parameter = (name: string, description = '', rest: Partial<Parameter> = {}): Parameter => ({
  name,
  type: 'string',
  description,
  required: true,
  default: null,
  ...rest,
})

export const action = (
  name: string,
  trigger: string,
  parameters: Parameter[] = [],
  description = '',
): OfferedAction => ({ id: name.toLowerCase().replaceAll(' ', '-'), name, description, trigger, parameters })

export const github = action(
  'GitHub profile',
  "When the user asks for a GitHub user's profile information",
  [parameter('username', 'The GitHub login whose profile is asked for')],
  'Looks up a GitHub account',
)
export const order = action(
  'Order status',
  'When the user asks about the status or delivery of an order',
  [parameter('order_number', 'The number of the order')],
  'Where an order is',
)
export const refund = action(
  'Refund status',
  'When the user asks whether a refund was paid',
  [parameter('order_id', 'Order id'), parameter('email', 'Email address of the customer')],
  'Checks a refund',
)
export const weather = action(
  'Weather',
  'When the user asks about the weather',
  [
    parameter('city', 'City name'),
    parameter('units', 'One of: metric, imperial', { required: false, default: 'metric' }),
  ],
  'Current weather in a city',
)
export const currency = action(
  'Currency conversion',
  'When the user wants to convert money',
  [
    parameter('amount', 'Amount', { type: 'number' }),
    parameter('from', 'Source currency code such as USD'),
    parameter('to', 'Target currency code such as EUR'),
  ],
  'Converts an amount of money between currencies',
)
export const chart = action(
  'Sales chart',
  'When the user asks for a chart of the sales figures',
  [parameter('months', 'How many months', { type: 'number', required: false, default: 6 })],
  'Draws a chart of sales',
)
export const ticket = action(
  'Create ticket',
  'When the user reports a problem and wants a ticket',
  [
    parameter('subject', 'What it is about'),
    parameter('urgent', 'Whether it is urgent', { type: 'boolean', required: false, default: false }),
  ],
  'Opens a support ticket',
)
export const health = action(
  'Service health',
  'When the user asks whether the site is up or down',
  [],
  'Checks whether our services are up',
)

export const catalogue = [github, order, refund, weather, currency, chart, ticket, health]

/** A fixed day, a Monday, for what is relative. */
export const MONDAY = new Date('2026-03-02T12:00:00Z')

export const request = (question: string, rest: Partial<UnderstandRequest> = {}): UnderstandRequest => ({
  question,
  history: [],
  user: {},
  instructions: '',
  actions: catalogue,
  pending: [],
  ...rest,
})

export const signal = (): AbortSignal => AbortSignal.timeout(10_000)

const builtin: LanguageEngine = createBuiltinEngine({ now: () => MONDAY })

/** What the built-in engine understands. */
export const understood = (question: string, rest: Partial<UnderstandRequest> = {}): Promise<Understanding> =>
  builtin.understand(request(question, rest), signal())

/** The parameters it finds for one action that is offered alone. */
export async function extracted(question: string, offered: OfferedAction): Promise<Record<string, unknown>> {
  const { matches } = await understood(question, { actions: [offered] })
  return matches[0]?.parameters ?? { nothing: 'matched' }
}

export const interpretRequest = (
  run: Partial<InterpretedRun>,
  question = 'Who is octocat?',
): InterpretRequest => ({
  question,
  history: [],
  instructions: '',
  run: {
    action_name: 'GitHub profile',
    usage_instructions: '',
    parameters: {},
    output: '',
    output_truncated: false,
    artifacts: [],
    warnings: [],
    error: null,
    ...run,
  },
})

/** The built-in engine's answer. */
export const answered = async (run: Partial<InterpretedRun>, question?: string): Promise<string> =>
  (await builtin.interpret(interpretRequest(run, question), signal())).text
