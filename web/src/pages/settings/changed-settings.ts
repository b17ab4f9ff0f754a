import type { Settings } from './settings-form.ts'

/** Of settings, and of how personal data is hidden, those that are named: as the API merges them. */
export type ChangedSettings = Partial<Omit<Settings, 'pii'>> & { pii?: Partial<Settings['pii']> }

/**
 * What was changed in a form, and nothing else: what somebody else has set meanwhile stays as it is, even where this form
 * shows what it was before.
 */
export function changedSettings(before: Settings, { pii, ...rest }: Settings): ChangedSettings {
  const changed: ChangedSettings = differing(before, rest)
  const changedPii = differing(before.pii, pii)
  return Object.keys(changedPii).length > 0 ? { ...changed, pii: changedPii } : changed
}

/** What is saved by now, but for fields that were typed in while it was being saved. */
export function afterSaving(saved: Settings, sent: Settings, now: Settings): Settings {
  const { pii, ...typed } = changedSettings(sent, now)
  return { ...saved, ...typed, pii: { ...saved.pii, ...pii } }
}

function differing<T extends object>(before: T, now: Partial<T>): Partial<T> {
  const isOther = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[name as keyof T])
  return Object.fromEntries(Object.entries(now).filter(isOther)) as Partial<T>
}
