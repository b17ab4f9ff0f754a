type Value = string | number | boolean

/** What a form holds: an empty text stands for a value that is not given. */
export type FormValues = Record<string, Value>

/**
 * What a rerun has to be told: values that differ from the original's, and null for those that were taken away. What
 * stayed as it was is left to the server, which may know it better: personal data is shown as a token.
 */
export function changedParameters(
  original: Record<string, Value>,
  values: FormValues,
): Record<string, Value | null> {
  const changes = Object.entries(values).filter(([name, value]) => value !== (original[name] ?? ''))
  return Object.fromEntries(changes.map(([name, value]) => [name, value === '' ? null : value]))
}
