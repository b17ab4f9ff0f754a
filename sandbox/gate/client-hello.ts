const HANDSHAKE_RECORD = 22
const CLIENT_HELLO = 1
const SERVER_NAME = 0
const HOST_NAME = 0
/** A ClientHello with post-quantum key shares has some 2 KiB. */
const MAX_HELLO = 32 * 1024

/** What the first bytes of a TLS client say: the name it asks for (null: none), or that more bytes are needed. */
export type ClientHello = { serverName: string | null } | 'incomplete' | 'invalid'

/** Reads the server name out of the first bytes of a TLS connection (RFC 8446, 4.1.2; RFC 6066, 3). */
export function readClientHello(bytes: Buffer): ClientHello {
  const message = handshakeMessage(bytes)
  if (typeof message === 'string') return message
  try {
    return { serverName: serverNameOf(message) }
  } catch {
    return 'invalid'
  }
}

/** The first handshake message, which may be cut into several records. */
function handshakeMessage(bytes: Buffer): Buffer | 'incomplete' | 'invalid' {
  const parts: Buffer[] = []
  let offset = 0
  let have = 0
  let first: Buffer | null = null
  for (;;) {
    if (bytes.length > offset && bytes[offset] !== HANDSHAKE_RECORD) return 'invalid'
    if (bytes.length < offset + 5) return 'incomplete'
    const length = bytes.readUInt16BE(offset + 3)
    if (bytes[offset + 1] !== 3 || length === 0 || offset + length > MAX_HELLO) return 'invalid'
    if (bytes.length < offset + 5 + length) return 'incomplete'
    parts.push(bytes.subarray(offset + 5, offset + 5 + length))
    offset += 5 + length
    have += length
    first = Buffer.concat(parts)
    if (first[0] !== CLIENT_HELLO) return 'invalid'
    if (have < 4) continue
    const wanted = first.readUIntBE(1, 3)
    if (wanted > MAX_HELLO) return 'invalid'
    if (have >= 4 + wanted) return first.subarray(4, 4 + wanted)
  }
}

function serverNameOf(hello: Buffer): string | null {
  const reader = createReader(hello)
  reader.skip(2 + 32)
  reader.skip(reader.number(1))
  reader.skip(reader.number(2))
  reader.skip(reader.number(1))
  if (reader.left() === 0) return null
  const extensions = createReader(reader.take(reader.number(2)))
  while (extensions.left() > 0) {
    const type = extensions.number(2)
    const content = extensions.take(extensions.number(2))
    if (type !== SERVER_NAME) continue
    const names = createReader(content)
    names.skip(2)
    if (names.number(1) !== HOST_NAME) throw new Error('another kind of name')
    return names.take(names.number(2)).toString('latin1')
  }
  return null
}

function createReader(bytes: Buffer) {
  let offset = 0
  const take = (count: number): Buffer => {
    if (offset + count > bytes.length) throw new Error('too short')
    offset += count
    return bytes.subarray(offset - count, offset)
  }
  return {
    take,
    skip: (count: number): void => void take(count),
    number: (size: 1 | 2): number => take(size).readUIntBE(0, size),
    left: () => bytes.length - offset,
  }
}
