/** Each byte, with the letters of ASCII in lower case: secrets are found whatever the case they were put in. */
export const FOLDED = new Uint8Array(256).map((_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte,
)
