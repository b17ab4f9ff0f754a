const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g
const INDENT = '  '
/** What is deeper is read by nobody, and its lines are mostly indentation. */
const DEEPEST = 100
/** Characters; a page can show as many. */
const LONGEST = 2_000_000

/**
 * An object or array with each member in a line of its own; null for any other text, and for one that would
 * become far too long. Every name, string and number
 * stays as it was written: 42.0 does not become 42, nor a long number another one.
 */
export function formatJson(text: string): string | null {
  if (!isObjectOrArray(text)) return null
  const tokens = text.match(TOKEN) ?? []
  let depth = 0
  let formatted = ''
  const newLine = () => `\n${INDENT.repeat(depth)}`
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') {
      depth++
      if (depth > DEEPEST) return null
      formatted += token
      if (!isClosing(tokens[index + 1])) formatted += newLine()
    } else if (isClosing(token)) {
      depth--
      if (!isOpening(tokens[index - 1])) formatted += newLine()
      formatted += token
    } else if (token === ',') formatted += token + newLine()
    else if (token === ':') formatted += ': '
    else formatted += token
    if (formatted.length > LONGEST) return null
  }
  return formatted
}

const isOpening = (token: string | undefined): boolean => token === '{' || token === '['
const isClosing = (token: string | undefined): boolean => token === '}' || token === ']'

function isObjectOrArray(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
