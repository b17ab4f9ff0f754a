import { createMasker } from '../../domain/masking.ts'
import type { Cell, Section } from '../subject.ts'

const MIB = 1024 * 1024
const ROUNDS = 5

const secretsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `SECRET_${index}`,
    value: `sk_live_${(index * 7_919 + 104_729).toString(36)}_${'abcdefghij'.repeat(2)}${index}`,
    mask: true,
  }))

const repeated = (piece: string, size: number): string =>
  piece.repeat(Math.ceil(size / piece.length)).slice(0, size)

/** What outputs are made of, and the worst that a hostile service could send. */
const TEXTS: Record<string, (size: number) => string> = {
  'plain text': (size) =>
    repeated('The order 12345 was sent by DHL on Monday and is expected on Friday.\n', size),
  JSON: (size) =>
    repeated(
      `${JSON.stringify({ id: 12345, note: 'said "now"\nand left', url: 'https://a.example/x?y=1&z=%20' })},`,
      size,
    ),
  base64: (size) =>
    repeated(Buffer.from('The quick brown fox jumps over the lazy dog').toString('base64'), size),
  hexadecimal: (size) => repeated(Buffer.from('The quick brown fox').toString('hex'), size),
  'broken escapes': (size) => repeated('%25&\\u0025&#x25;', size),
}

const SUBJECTS = [
  { secrets: 1, mib: 1 },
  { secrets: 100, mib: 1 },
  { secrets: 100, mib: 2 },
]

/** How fast secrets are found in outputs, and that twice the output takes twice the time. */
export const masking: Section = {
  name: 'masking',
  about:
    'masking outputs of several kinds with 1 and 100 secrets, and whether the time grows with the output only',
  async run({ progress }) {
    const rows: Cell[][] = []
    for (const [kind, make] of Object.entries(TEXTS)) {
      progress(`masking: ${kind}`)
      const [one = 0, hundred = 0, twice = 0] = SUBJECTS.map(({ secrets, mib }) =>
        fastest(secrets, make(mib * MIB)),
      )
      rows.push([
        kind,
        { value: 1_000 / one },
        { value: 1_000 / hundred },
        { ratio: hundred / one },
        { ratio: twice / hundred },
      ])
    }
    const columns = [
      '',
      'MB/s, 1 secret',
      'MB/s, 100 secrets',
      'time, 100 against 1',
      'time, 2 MiB against 1',
    ]
    return [{ title: 'Masking', columns, rows }]
  },
}

/** The least that it takes, in milliseconds: everything else is the machine. */
function fastest(secrets: number, text: string): number {
  const masker = createMasker(secretsOf(secrets))
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now()
    masker.mask(text)
    least = Math.min(least, performance.now() - startedAt)
  }
  return least
}
