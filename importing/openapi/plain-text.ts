/** More of a text than this is never shown. */
const READ_CHARACTERS = 4_000

/** The beginning of a text in Markdown or HTML as plain text, at whole sentences where there are any. */
export function plainText(text: string, limit: number): string {
  const plain = text
    .slice(0, READ_CHARACTERS)
    .replace(/```[^`]*```/g, ' ')
    .replace(/<\/?[a-zA-Z][^<>]{0,300}>/g, ' ')
    .replace(/!?\[([^[\]]{0,300})\]\([^()\s]{0,500}\)/g, '$1')
    .replace(/&(?:nbsp|#160);/g, ' ')
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&(?:amp|#38);/g, '&')
    .replace(/[`*]|(?<=^|\s)#{1,6}(?=\s)|(?<=^|\s)>(?=\s)/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  if (plain.length <= limit) return plain
  const cut = plain.slice(0, limit)
  const sentence = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('! '), cut.lastIndexOf('? '))
  if (sentence > limit / 4) return cut.slice(0, sentence + 1)
  return `${cut.slice(0, Math.max(1, cut.slice(0, -1).lastIndexOf(' ') || limit - 1)).trim()}…`
}
