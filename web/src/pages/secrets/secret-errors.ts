import { isSetAlready } from '../../api/secrets.ts'
import { fieldErrors } from '../../components/field-errors.ts'
import { texts } from '../../texts/en/index.ts'

const FIELDS = ['name', 'value', 'mask', 'allowed_hosts']

/**
 * What the API finds wrong with a secret, by the field that shows it: `allowed_hosts.0` stands at the field for all
 * hosts. `isShown` where there is nothing that no field shows.
 */
export function secretErrors(error: unknown): { errors: Record<string, string>; isShown: boolean } {
  if (isSetAlready(error)) return { errors: { name: texts.secrets.form.taken }, isShown: true }
  const errors: Record<string, string> = {}
  const found = Object.entries(fieldErrors(error)).map(([path, message]) => ({
    field: path.split('.')[0] ?? '',
    message,
  }))
  for (const { field, message } of found) if (FIELDS.includes(field)) errors[field] ??= message
  return { errors, isShown: found.length > 0 && found.every(({ field }) => FIELDS.includes(field)) }
}
