const VOWEL = /[aeiouy]/

/**
 * A light English stem: enough to bring *discovered* and *discoverer*, *calculate* and *calculator* together.
 * The result is only ever compared with other stems.
 */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word) || !/^[a-z]+$/.test(word)) return word
  let rest = singular(word)
  rest = withoutInflection(rest)
  rest = rest.replace(/^(.{3,})(?:ation|ator|ate|ative|atory)$/, '$1')
  rest = rest.replace(/^(.{4,})(?:ment|ness|ful|ly|er|or|ion)$/, '$1')
  rest = rest.replace(/^(.{3,})e$/, '$1')
  return rest.replace(/^(.{3,})y$/, '$1i')
}

function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word
  if (/.{2}ies$/.test(word)) return `${word.slice(0, -3)}y`
  if (/(?:[sx]|ch|sh|z)es$/.test(word) && word.length > 5) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

function withoutInflection(word: string): string {
  const cut = /^(.{3,})(?:ing|ed)$/.exec(word)?.[1]
  if (!cut || !VOWEL.test(cut)) return word
  // running → run, but selling → sell.
  if (/([bdgmnprt])\1$/.test(cut)) return cut.slice(0, -1)
  return cut
}
