import type { Action } from '../../../api/action-types.ts'
import type { Entered, ValueType } from '../../../components/values/read-value.ts'

/** A parameter in the form. */
export interface ParameterRow {
  /** Stays with it when it is moved. */
  key: number
  name: string
  type: ValueType
  description: string
  required: boolean
  default: Entered
  /** The value for scheduled runs: here, so that it follows where the parameter is renamed. */
  scheduled: Entered
}

export interface HeaderRow {
  key: number
  name: string
  value: string
}

/** An action in the form: as the API has it, but both kinds side by side, and lists where there are rows. */
export interface ActionValues
  extends Pick<
    Action,
    | 'name'
    | 'description'
    | 'trigger'
    | 'type'
    | 'usage_instructions'
    | 'requires_approval'
    | 'enabled'
    | 'secrets'
  > {
  parameters: ParameterRow[]
  api_call: {
    method: NonNullable<Action['api_call']>['method']
    url: string
    headers: HeaderRow[]
    body: string | null
    idempotency_key: boolean
  }
  python: { code: string }
  /** Null where the field is empty. */
  timeout_seconds: number | null
  approval_timeout_seconds: number | null
  schedule: Omit<Action['schedule'], 'parameters'>
  /** Secrets that were declared only because text named them: they go where the text doesn't any more. */
  found_secrets: string[]
}

let last = 0

/** Another one each time. */
export const rowKey = (): number => ++last

export const newParameter = (name = ''): ParameterRow => ({
  key: rowKey(),
  name,
  type: 'string',
  description: '',
  required: true,
  default: null,
  scheduled: null,
})

export const newHeader = (): HeaderRow => ({ key: rowKey(), name: '', value: '' })
