import { createMasker, type MaskedSecret, type TextSearch } from '../domain/masking.ts'
import type { NetworkUse } from '../domain/network-use.ts'
import { shorten } from '../domain/shorten.ts'

/** A host name has 253 characters; a mask may be longer than what it hides. */
const HOST_LIMIT = 300

/**
 * Hides secrets in the names of hosts that code has connected to. Names were put in lower case on the way, which
 * breaks base64, so it is looked for as it was broken; in hexadecimal and base32 case makes no difference.
 */
export function maskNetwork(
  network: NetworkUse[],
  secrets: MaskedSecret[],
  search?: TextSearch,
): NetworkUse[] {
  if (network.length === 0) return network
  const broken = secrets.flatMap((secret) =>
    [Buffer.from(secret.value).toString('base64url'), ...middlesOfBase64(secret.value)].map((value) => ({
      ...secret,
      value,
    })),
  )
  const masker = createMasker([...secrets, ...broken], search && inAnyCase(search))
  return network.map((use) => ({ ...use, host: shorten(masker.mask(use.host), HOST_LIMIT) }))
}

/** The characters that base64 makes of nothing but the value, after no, one and two other bytes. */
function middlesOfBase64(value: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)])
    const first = Math.ceil((offset * 8) / 6)
    return bytes.toString('base64url').slice(first, Math.floor((bytes.length * 8) / 6))
  })
}

/** A guru's pattern may be for capital letters. */
const inAnyCase = (search: TextSearch): TextSearch => ({
  longest: search.longest,
  find: (text) => [...search.find(text), ...search.find(text.toUpperCase())],
})
