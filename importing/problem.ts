import { Problem } from '../domain/problems.ts'

/** What was given can't be imported; `message` goes on where the field's name ends. It never quotes the input. */
export const unusable = (field: 'command' | 'document', message: string): Problem =>
  new Problem('validation_failed', `${field} ${message}`, { errors: [{ path: field, message }] })
