import { createMasker, type MaskedSecret, type TextSearch } from '../domain/masking.ts'
import type { NetworkUse } from '../domain/network-use.ts'
import { shorten } from '../domain/shorten.ts'

/** A host name has 253 characters; a mask may be longer than what it hides. */
const HOST_LIMIT = 300

/**
 * Hides secrets in the names of hosts that code has connected to. Names were put in lower case on the way, so the
 * secrets, and what base64 makes of them, are looked for in lower case as well.
 */
export function maskNetwork(
  network: NetworkUse[],
  secrets: MaskedSecret[],
  search?: TextSearch,
): NetworkUse[] {
  const lowered = secrets.flatMap((secret) => {
    const { value } = secret
    const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '')
    return [value, base64].map((form) => ({ ...secret, value: form.toLowerCase() }))
  })
  const masker = createMasker([...secrets, ...lowered], search && inAnyCase(search))
  return network.map((use) => ({ ...use, host: shorten(masker.mask(use.host), HOST_LIMIT) }))
}

/** A guru's pattern may be for capital letters. */
const inAnyCase = (search: TextSearch): TextSearch => ({
  longest: search.longest,
  find: (text) => [...search.find(text), ...search.find(text.toUpperCase())],
})
