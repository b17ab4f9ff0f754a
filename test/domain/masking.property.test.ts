import test from 'ava'
import fc from 'fast-check'
import { createMasker } from '../../domain/masking.ts'
import { forms, isEscape, layers } from './masking-forms.ts'
import '../support/property-seed.ts'

const NAME = 'N_1'
/** Characters that mean something to regular expressions, URLs, JSON, HTML and base64. */
const awkward = fc.string({
  unit: fc.constantFrom(...'$^.*+?()[]{}|\\/"\'<>&%=; aZ09-_\n\téß漢😀\0'),
  minLength: 4,
  maxLength: 30,
})
const secret = fc
  .oneof(
    awkward,
    fc.string({ unit: 'grapheme', minLength: 4, maxLength: 30 }),
    fc.base64String({ minLength: 4, maxLength: 60 }),
  )
  // No secret may have a NUL. White space at the ends is not the secret of a secret; a value made of the mark's own characters stays in it.
  .filter(
    (value) =>
      !value.includes('\0') && value.trim().length >= 4 && value.trim() === value && !isInMark(value),
  )
/** Ends in a character of no encoding, so that it doesn't become a part of the secret's. */
const around = fc.oneof(fc.string(), awkward).map((text) => `${text.replaceAll('%', '')} | `)

const folded = (text: string): string => text.toLowerCase()
const isInMark = (value: string): boolean => folded(`***${NAME}***`).includes(folded(value))
const isIn = (text: string, value: string): boolean => folded(text).includes(folded(value))

for (const [form, write] of Object.entries(forms))
  test(`a secret is not found after masking, nor any text around it lost: ${form}`, (t) => {
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        fc.pre(!isIn(before, value) && !isIn(after, value))
        const encoded = write(value)
        const masked = createMasker([{ name: NAME, value, mask: true }]).mask(`${before}${encoded} |${after}`)
        t.false(isIn(masked, value))
        t.true(masked.includes(`***${NAME}***`))
        t.false(masked.includes(encoded))
        t.true(masked.startsWith(before) && masked.endsWith(` |${after}`), masked)
      }),
      { numRuns: 100 },
    )
  })

test('a secret is found below any three encodings', (t) => {
  const chain = fc.array(fc.constantFrom(...Object.keys(layers)), { minLength: 2, maxLength: 3 })
  fc.assert(
    fc.property(secret, chain, fc.boolean(), (value, names, upperCase) => {
      const text = names.reduce(
        (inner, name) => layers[name]?.(inner) ?? inner,
        upperCase ? value.toUpperCase() : value,
      )
      const masked = createMasker([{ name: NAME, value, mask: true }]).mask(`<${text}>`)
      t.true(masked.includes(`***${NAME}***`), `${names}: ${text}`)
      if (names.every(isEscape)) t.true(masked.replaceAll(/[^*]/g, '').length % 6 === 0)
    }),
    { numRuns: 1000 },
  )
})

test('text without a secret comes out as it went in', (t) => {
  const masker = createMasker([{ name: NAME, value: 'correct horse battery staple', mask: true }])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.base64String(), (text, base64) => {
      t.is(masker.mask(text), text)
      t.is(masker.mask(`${text}${base64}`), `${text}${base64}`)
    }),
    { numRuns: 1000 },
  )
})

test('many secrets that overlap leave none of their characters behind', (t) => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 4, maxLength: 8 })
  fc.assert(
    fc.property(
      fc.uniqueArray(short, { minLength: 1, maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c') }),
      (values, text) => {
        const masker = createMasker(values.map((value, index) => ({ name: `S${index}`, value, mask: true })))
        const expected = [...text].map((_, at) =>
          values.some((value) =>
            Array.from(value).some((_, back) => text.startsWith(value, at - back) && at >= back),
          ),
        )
        const shown = masker
          .maskPieces(text)
          .filter((piece) => !piece.mark)
          .map((piece) => piece.text)
          .join('')
        t.is(shown, [...text].filter((_, at) => !expected[at]).join(''))
      },
    ),
    { numRuns: 2000 },
  )
})
