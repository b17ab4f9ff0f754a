import { texts } from '../../../texts/en/index.ts'

export const UNITS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const
export type Unit = keyof typeof UNITS

/** The largest unit that a number of seconds is a whole number of. */
export const unitOf = (seconds: number): Unit =>
  (['days', 'hours', 'minutes'] as const).find((unit) => seconds > 0 && seconds % UNITS[unit] === 0) ??
  'seconds'

/** "7 days", "90 seconds". */
export function durationInWords(seconds: number): string {
  const unit = unitOf(seconds)
  const { units } = texts.editor
  return units.inWords(seconds / UNITS[unit], units[unit])
}
