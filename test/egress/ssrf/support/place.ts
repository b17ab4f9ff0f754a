/** The one spelling of an address and port in these tests: an IPv6 address in brackets. */
export const placeOf = (address: string, port: number | string): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`

/** An IPv4 address as such, where a socket for both families writes it as a mapped one. */
export const plainAddress = (address = ''): string =>
  /^::ffff:\d+\.\d+\.\d+\.\d+$/.test(address) ? address.slice('::ffff:'.length) : address
