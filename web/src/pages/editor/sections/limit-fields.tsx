import { NumberInput, Stack, Switch } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'
import { isRepeatable } from '../form/body-of.ts'
import { useActionFormContext } from '../form/form-context.ts'

const t = texts.editor.limits

/** How long a run may take, and how a request is told from its repetition. */
export function LimitFields() {
  const form = useActionFormContext()
  const { type, api_call: call, timeout_seconds: seconds } = form.values
  const { value, onChange, ...input } = form.getInputProps('timeout_seconds')
  return (
    <Stack>
      <NumberInput
        label={t.timeout}
        description={t.timeoutHint[type]}
        w={200}
        allowDecimal={false}
        allowNegative={false}
        {...input}
        value={seconds ?? ''}
        onChange={(next) => onChange(next === '' ? null : Number(next))}
      />
      {type === 'api_call' && !isRepeatable(call.method) && (
        <Switch
          label={t.idempotency}
          description={t.idempotencyHint}
          {...form.getInputProps('api_call.idempotency_key', { type: 'checkbox' })}
        />
      )}
    </Stack>
  )
}
