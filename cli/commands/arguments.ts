import { InvalidArgumentError } from 'commander'

/** For options that are whole numbers. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

/** For options that may be given several times. */
export const each = (value: string, before: string[] = []): string[] => [...before, value]
