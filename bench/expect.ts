/** @throws {Error} where `text` lacks `wanted`: what is wrong has no speed */
export function expectText(text: string | null, wanted: string): void {
  if (!text?.includes(wanted))
    throw new Error(`Expected something with '${wanted}', got: ${text?.slice(0, 200)}`)
}
