import { setImmediate as nextTurn } from 'node:timers/promises'
import { contentTypeOf, isText } from '../domain/content-type.ts'
import type { Masker } from '../domain/masking.ts'
import { uniqueFileName } from '../domain/unique-name.ts'

/** A file that a run left. */
export interface RawFile {
  name: string
  bytes: Buffer
}

/** The same without secrets. */
export interface MaskedFile extends RawFile {
  content_type: string
}

export interface MaskedFiles {
  files: MaskedFile[]
  /** Those that can't be kept, by their masked names, and why. */
  withheld: { name: string; reason: string }[]
}

const SHOWS_SECRET = 'it shows a secret, or could not be searched for any'
const SHOWS_PERSONAL = 'it shows a secret or personal data, or could not be searched for any'

/** Marks are longer than the secrets they stand for: masked files may be this large together, in bytes. */
const MASKED_LIMIT = 8 * 1024 * 1024

/**
 * Masks secrets in files and their names. Text in UTF-8 is masked like an output. Nothing can be replaced in a
 * binary file without breaking it, so one that shows a secret is withheld. What is compressed, encrypted or drawn
 * in pixels is not looked into: only code that means to give its secret away puts it there, and it has other ways.
 */
export async function maskFiles(raw: RawFile[], masker: Masker): Promise<MaskedFiles> {
  const masked: MaskedFiles = { files: [], withheld: [] }
  const taken = new Set<string>()
  let room = MASKED_LIMIT
  for (const file of raw) {
    const bytes = await maskBytes(file.bytes, masker).catch(() => null)
    const shown = masker.mask(file.name)
    if (bytes === null)
      masked.withheld.push({ name: shown, reason: masker.exact === masker ? SHOWS_SECRET : SHOWS_PERSONAL })
    else if (bytes.length > room) masked.withheld.push({ name: shown, reason: 'it is too large once masked' })
    else {
      const name = uniqueFileName(shown, taken)
      taken.add(name)
      room -= bytes.length
      masked.files.push({ name, bytes, content_type: contentTypeOf(name, bytes) })
    }
  }
  return masked
}

/** The bytes without secrets; null where that can't be had. */
async function maskBytes(bytes: Buffer, masker: Masker): Promise<Buffer | null> {
  if (masker.longest === 0) return bytes
  const isPlain = isText(bytes)
  // By chance alone there are addresses in any larger binary file: of personal data only known values count there.
  const judge = isPlain || isUtf16(bytes) ? masker : masker.exact
  for (const read of readingsOf(bytes)) {
    const text = read()
    // Looking through a large file takes some hundred milliseconds: others have their turn in between.
    const masked = await judge.maskWithPauses(text, nextTurn)
    if (masked !== text) return isPlain ? Buffer.from(masked) : null
  }
  return bytes
}

/** Text in UTF-16 with its byte order mark, as spreadsheets export it. */
const isUtf16 = (bytes: Buffer): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)

/** The bytes as text in each character set that a secret may stand in. */
function readingsOf(bytes: Buffer): (() => string)[] {
  const utf8 = () => bytes.toString('utf8')
  if (isText(bytes)) return [utf8]
  const latin1 = () => bytes.toString('latin1')
  if (!bytes.includes(0)) return [utf8, latin1]
  const utf16 = ['utf-16le', 'utf-16be'].flatMap((encoding) =>
    [0, 1].map((offset) => () => new TextDecoder(encoding).decode(bytes.subarray(offset))),
  )
  return [utf8, latin1, ...utf16]
}
