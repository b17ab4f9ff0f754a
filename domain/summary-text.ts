/**
 * What a list shows of a workflow or an activity may have 400 bytes (Temporal's limit.userMetadataSummarySize),
 * measured as the payload that it becomes: as JSON, with some 30 bytes around it, and 160 more where the history is
 * encrypted.
 */
const MAX_JSON_BYTES = 200

/** A text in one line, short enough in any script: a server that holds to its limit refuses a run for a longer one. */
export function summaryText(text: string): string {
  let bytes = 2
  let cut = ''
  for (const character of text.trim().replace(/\s+/g, ' ')) {
    bytes += jsonBytes(character)
    if (bytes > MAX_JSON_BYTES) return cut
    cut += character
  }
  return cut
}

/** How long the character is as a part of a JSON string in UTF-8. Written out: workflows have no TextEncoder. */
function jsonBytes(character: string): number {
  const code = character.codePointAt(0) ?? 0
  // A lone half of a pair is escaped, as control characters are.
  if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff)) return 6
  if (character === '"' || character === '\\') return 2
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}
