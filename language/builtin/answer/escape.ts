const MASK = /\*\*\*[A-Za-z_][A-Za-z0-9_]*\*\*\*/g

/** A value as plain words inside Markdown: nothing in it becomes a link, an emphasis, a tag or a table's border. */
export function escapeInline(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  // A masked secret stands in a code span, so that its stars show.
  let plain = ''
  let end = 0
  for (const { 0: mask, index } of flat.matchAll(MASK)) {
    plain += `${escapeWords(flat.slice(end, index))}\`${mask}\``
    end = index + mask.length
  }
  return plain + escapeWords(flat.slice(end))
}

const escapeWords = (text: string): string =>
  text
    .replace(/[\\`*[\]|~]/g, '\\$&')
    // Inside a word an underscore is no emphasis.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^(#{1,6}|[-+]|\d+[.)])(?=\s)/, '\\$1')

/** Text as a block that nothing in it can end. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}
