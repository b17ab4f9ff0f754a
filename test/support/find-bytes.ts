import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Shorter needles say nothing. */
const SHORTEST = 6

/** The files below `folder` that contain `needle` in the clear or in one of the common encodings. */
export async function filesWith(folder: string, needle: string): Promise<string[]> {
  const forms = encodingsOf(needle)
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const content = await readFile(path).catch(() => Buffer.alloc(0))
    for (const [form, bytes] of forms) if (content.includes(bytes)) found.push(`${path} (${form})`)
  }
  return found
}

export function encodingsOf(needle: string): [string, Buffer][] {
  const bytes = Buffer.from(needle)
  // In base64 a text looks different at each of three offsets; its middle is always there.
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    return encoded.slice(4, Math.floor(((offset + bytes.length) * 4) / 3) - 4)
  })
  const forms: [string, Buffer][] = [
    ['plain', bytes],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['utf-16', Buffer.from(needle, 'utf16le')],
    ...base64.map((text, offset): [string, Buffer] => [`base64+${offset}`, Buffer.from(text)]),
  ]
  // A few characters stand in any large file by chance.
  return forms.filter(([, written]) => written.length >= SHORTEST)
}
