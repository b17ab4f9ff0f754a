import { isTooDeep } from '../../domain/read-json.ts'

/** `JSON.parse` as engines of today have it: revivers see how a number was written. */
type Parse = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown

/**
 * Output as data where it is JSON that can be gone through, else as the text it is. Whole numbers that would change are
 * strings.
 */
export function readOutput(output: string): unknown {
  try {
    const read = (JSON.parse as Parse)(output, (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined && isOther(value, source) ? source : value,
    )
    return isTooDeep(read) ? output : read
  } catch {
    return output
  }
}

/** 12345678901234567890 is read as another number; 1e400 as none that JSON could say. */
const isOther = (value: number, source: string): boolean =>
  !Number.isFinite(value) || (/^-?\d+$/.test(source) && !Number.isSafeInteger(value))
