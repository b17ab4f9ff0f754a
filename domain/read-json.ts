/** As the API's own bodies: deeper than anything that a service means, and no deeper than a recursion takes. */
const DEEPEST = 100

/** A text as JSON; undefined where it is none, or nests too deep to be gone through. */
export function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isTooDeep(value) ? undefined : value
  } catch {
    return undefined
  }
}

/** Whether what was parsed nests more than 100 levels: whoever made it may have nested it until the stack ends. */
export function isTooDeep(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
    if (level.length === 0) return false
  }
  return true
}
