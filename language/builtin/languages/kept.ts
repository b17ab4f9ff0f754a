/** A piece of a text that is no word to translate, and how it reads in English; unchanged where `english` is missing. */
export interface Kept {
  start: number
  end: number
  english?: string
}

// Quoted text, tokens of personal data, and whatever has a digit, an @, a slash or an underscore in it.
const VALUES =
  /<<[A-Z0-9_]+>>|"[^"\n]*"|“[^”\n]*”|„[^“”"\n]*[“”"]|«[^»\n]*»|`[^`\n]*`|(?<![\p{L}\p{N}])'[^'\n]*'(?![\p{L}\p{N}])|[^\s"“”„«»(),;]*[@/\\_\d][^\s"“”„«»();?!]*/gu
const GROUPED = /^([-+]?)(\d{1,3}(?:\.\d{3})+)(,\d+)?(?=[^\d]*$)/
const DECIMAL = /^([-+]?\d+),(\d+)(?=[^\d,]*$)/

/** The values of a text. Numbers are read as most of Europe writes them: 1.200,50. */
export const keptIn = (text: string): Kept[] =>
  [...text.matchAll(VALUES)].flatMap(({ 0: found, index }): Kept[] => {
    // Two readings of one mark: "„x“" opens below the line.
    if (found.startsWith('„'))
      return [{ start: index, end: index + found.length, english: `“${found.slice(1, -1)}”` }]
    const trimmed = found.replace(/[.,:]+$/, '')
    const kept = { start: index, end: index + trimmed.length }
    const english = trimmed
      .replace(
        GROUPED,
        (_, sign: string, whole: string, part = '') =>
          `${sign}${whole.replaceAll('.', '')}${String(part).replace(',', '.')}`,
      )
      .replace(DECIMAL, '$1.$2')
    return trimmed ? [english === trimmed ? kept : { ...kept, english }] : []
  })
