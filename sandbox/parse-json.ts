/** JSON from a container, or undefined where it is none: what it then lacks is for a schema to say. */
export function parseJson(text: string | Buffer): unknown {
  try {
    return JSON.parse(text.toString())
  } catch {
    return undefined
  }
}
