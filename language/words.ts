/** "'a', 'b' and 'c'" */
export const quotedList = (words: readonly string[]): string => listOf(words.map((word) => `'${word}'`))

/** "a, b and c" */
export const listOf = (parts: readonly string[], joint = 'and'): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1)}`
