import type { Draft } from '../../../api/action-types.ts'
import { own } from '../../../components/own.ts'
import { namedSecrets } from './named-secrets.ts'
import { type ActionValues, newHeader, newParameter } from './values.ts'

const APPROVAL_TIMEOUT_SECONDS = 7 * 86_400
const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** What the form shows of an action: one that was read, a draft, or, without any, an empty one. */
export function valuesOf(action: Partial<Draft> = {}): ActionValues {
  const { api_call: call, schedule } = action
  const values: ActionValues = {
    name: action.name ?? '',
    description: action.description ?? '',
    trigger: action.trigger ?? '',
    type: action.type ?? 'api_call',
    usage_instructions: action.usage_instructions ?? '',
    requires_approval: action.requires_approval ?? false,
    enabled: action.enabled ?? true,
    secrets: action.secrets ?? [],
    parameters: (action.parameters ?? []).map((parameter) => ({
      ...newParameter(),
      ...parameter,
      scheduled: own(schedule?.parameters ?? {}, parameter.name) ?? null,
    })),
    api_call: {
      method: call?.method ?? 'GET',
      url: call?.url ?? '',
      headers: Object.entries(call?.headers ?? {}).map(([name, value]) => ({ ...newHeader(), name, value })),
      body: call?.body ?? null,
      idempotency_key: call?.idempotency_key ?? false,
    },
    python: { code: action.python?.code ?? '' },
    timeout_seconds: action.timeout_seconds ?? 30,
    approval_timeout_seconds: action.approval_timeout_seconds ?? APPROVAL_TIMEOUT_SECONDS,
    schedule: {
      enabled: schedule?.enabled ?? false,
      cron: schedule?.cron ?? '0 9 * * *',
      timezone: schedule?.timezone ?? ownTimeZone(),
      catch_up_seconds: schedule?.catch_up_seconds ?? 600,
      jitter_seconds: schedule?.jitter_seconds ?? 0,
      delivery: schedule?.delivery ? { when: 'always', ...schedule.delivery } : null,
    },
    found_secrets: [],
  }
  const named = namedSecrets(values)
  return { ...values, found_secrets: values.secrets.filter((name) => named.has(name)) }
}
