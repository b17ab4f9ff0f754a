import type { Draft } from '../../../api/action-types.ts'
import { readValue } from '../../../components/values/read-value.ts'
import { declaredSecrets } from './named-secrets.ts'
import type { ActionValues } from './values.ts'

/** What the API is sent of the form. */
export function bodyOf(values: ActionValues): Draft {
  const { type, parameters, api_call: call, python, schedule } = values
  return {
    name: values.name,
    description: values.description,
    trigger: values.trigger,
    parameters: parameters.map(({ key, scheduled, ...parameter }) => ({
      ...parameter,
      default: readValue(parameter.type, parameter.default).value,
    })),
    type,
    api_call:
      type === 'api_call'
        ? {
            ...call,
            headers: Object.fromEntries(
              call.headers.filter(({ name, value }) => name || value).map(({ name, value }) => [name, value]),
            ),
            idempotency_key: call.idempotency_key && !isRepeatable(call.method),
          }
        : null,
    python: type === 'python' ? python : null,
    usage_instructions: values.usage_instructions,
    // An empty field is a problem that the API names.
    timeout_seconds: values.timeout_seconds as number,
    schedule: {
      ...schedule,
      parameters: Object.fromEntries(
        parameters.flatMap(({ name, type, scheduled }) => {
          const { value, problem } = readValue(type, scheduled)
          return value === null || problem ? [] : [[name, value]]
        }),
      ),
    },
    requires_approval: values.requires_approval,
    approval_timeout_seconds: values.approval_timeout_seconds as number,
    enabled: values.enabled,
    secrets: declaredSecrets(values),
  }
}

/** Requests that need no key, since repeating them does no harm. */
export const isRepeatable = (method: string): boolean => method === 'GET' || method === 'HEAD'
