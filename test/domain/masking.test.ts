import test from 'ava'
import { createMasker } from '../../domain/masking.ts'

const masker = (values: Record<string, string>) =>
  createMasker(Object.entries(values).map(([name, value]) => ({ name, value, mask: true })))

test('a secret is replaced by its name', (t) => {
  t.is(masker({ KEY: 's3cr3t' }).mask('a s3cr3t, s3cr3t!'), 'a ***KEY***, ***KEY***!')
})

test('of a secret and its prefix the longer one is shown, whichever comes first', (t) => {
  for (const values of [
    { A: 'abcd', B: 'abcdefgh' },
    { B: 'abcdefgh', A: 'abcd' },
  ])
    t.is(masker(values).mask('abcdefgh abcdxx'), '***B*** ***A***xx')
})

test('overlapping secrets leave nothing of either', (t) => {
  t.is(masker({ A: 'abcdef', B: 'defghi' }).mask('<abcdefghi>'), '<***A******B***>')
  t.is(masker({ A: 'aaaa' }).mask('<aaaaaaa>'), '<***A***>')
  t.is(masker({ A: 'aaaa' }).mask('aaaa aaaa'), '***A*** ***A***')
})

test('values below four characters, and those that are no secret, stay', (t) => {
  const mask = createMasker([
    { name: 'A', value: 'abc', mask: true },
    { name: 'B', value: 'visible', mask: false },
  ])
  t.is(mask.mask('abc visible'), 'abc visible')
  t.is(mask.longest, 0)
})

test('letter case makes no difference, beyond ASCII too', (t) => {
  const { mask } = masker({ KEY: 'ké/y' })
  t.is(mask('KÉ/Y k%c3%A9%2fy 6BC3A92f79 ké/Y'), '***KEY*** ***KEY*** ***KEY*** ***KEY***')
  t.is(masker({ KEY: 'stra\u00dfe' }).mask('STRASSE Stra\u00dfe'), '***KEY*** ***KEY***')
  const { mask: maskHost } = masker({ HOST: 'db.internal.Example' })
  t.is(maskHost('https://DB.INTERNAL.EXAMPLE/'), 'https://***HOST***/')
})

test('a multi-line secret is found with any line ends, escaped, and line by line', (t) => {
  const key = `-----BEGIN KEY-----\n${'Q1w2e3r4'.repeat(8)}\n${'Zz9yX8w7'.repeat(8)}\n-----END KEY-----\n`
  const { mask } = masker({ KEY: key })
  t.is(mask(`<${key}>`), '<***KEY***>')
  t.is(mask(`<${key.trim()}>`), '<***KEY***>')
  t.is(mask(`<${key.replaceAll('\n', '\r\n')}>`), '<***KEY***>')
  t.is(mask(JSON.stringify({ key })), '{"key":"***KEY***"}')
  t.is(mask(`2: ${'Zz9yX8w7'.repeat(8)};`), '2: ***KEY***;')
  t.is(mask('-----BEGIN KEY-----'), '-----BEGIN KEY-----')
})

test('base64 is found at each alignment, its padding included', (t) => {
  const { mask } = masker({ KEY: 'a secret!?' })
  for (const before of ['', 'x', 'xy', 'xyz'])
    for (const after of ['', 'x', 'xy'])
      for (const encoding of ['base64', 'base64url'] as const) {
        const masked = mask(`<${Buffer.from(`${before}a secret!?${after}`).toString(encoding)}>`)
        t.regex(masked, /^<.{0,6}\*\*\*KEY\*\*\*.{0,6}>$/)
      }
  t.is(mask(`k=${Buffer.from('a secret!?').toString('base64')};`), 'k=***KEY***;')
  t.is(mask(`token${Buffer.from('a secret!?').toString('base64')}`), 'token***KEY***')
})

test('JSON data is masked in strings, keys and numbers, and keeps its shape', (t) => {
  const { maskJson } = masker({ KEY: 's3cr3t', PIN: '12345678' })
  t.deepEqual(
    maskJson({ a: ['x s3cr3t', 1, null, true], s3cr3t: { n: 12345678 }, '12345678': 1, __proto__: null }),
    {
      a: ['x ***KEY***', 1, null, true],
      '***KEY***': { n: '***PIN***' },
      '***PIN***': 1,
    },
  )
  t.deepEqual(maskJson({ s3cr3t: 1, '%733cr3t': 2 }), { '***KEY***': 1, '***KEY*** (2)': 2 })
})

test('a window of the text keeps marks whole, though the text is cut within a secret', (t) => {
  const pieces = masker({ KEY: 's3cr3t' }).maskPieces('abc s3cr3t def', 2, 7)
  t.deepEqual(pieces, [
    { text: 'c ', mark: false },
    { text: '***KEY***', mark: true },
  ])
})

test('what is looked at grows with the text, not with the number of secrets', (t) => {
  const values = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`S${index}`, 'a'.repeat(index + 4)]),
  )
  t.is(masker(values).mask('a'.repeat(300_000)), '***S99***')
  const lookedAt = (secrets: Record<string, string>, text: string): number => {
    const created = masker(secrets)
    created.mask(text)
    return created.looked
  }
  for (const unit of [
    'a',
    '%25255c%5Cu0026amp;#x26;%2B',
    `${'a'.repeat(200)}b`,
    '\\\r',
    'QUJD',
    '0x61, 97, ',
  ]) {
    const once = lookedAt(values, unit.repeat(1_000))
    t.true(lookedAt(values, unit.repeat(2_000)) < once * 2.1, unit)
    t.true(once <= lookedAt({ S: 'aaaa' }, unit.repeat(1_000)) * 1.1, unit)
  }
})

test('a short secret in base32 is masked wherever it stands in a long text', (t) => {
  const { mask } = createMasker([{ name: 'KEY', value: 'abc-123', mask: true }])
  for (const written of ['MFRGGLJRGIZQ====', 'MFRGGLJRGIZQ', 'mfrggljrgizq']) {
    const around = 'many words '.repeat(100)
    t.is(mask(`${around}| ${written} | ${around}`), `${around}| ***KEY*** | ${around}`)
  }
})
