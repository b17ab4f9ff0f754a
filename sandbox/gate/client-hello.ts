const HANDSHAKE_RECORD = 22
const CLIENT_HELLO = 1
const SERVER_NAME = 0
const HOST_NAME = 0
/** encrypted_client_hello (RFC 9849), and the numbers of its drafts. */
const ENCRYPTED_HELLO = new Set([0xfe0d, 0xfe0c, 0xfe0b, 0xfe0a, 0xfe09, 0xfe08])
/** A ClientHello with post-quantum key shares has some 2 KiB. */
const MAX_HELLO = 32 * 1024
/** RFC 8446, 5.1. */
const MAX_RECORD = 16 * 1024

/**
 * What the first bytes of a TLS client say: the name it asks for (null: none), that more bytes are needed, or that
 * it hides another name from us (Encrypted Client Hello).
 */
export type ClientHello = { serverName: string | null } | 'incomplete' | 'invalid' | 'encrypted'

/** Reads the server name out of the first bytes of a TLS connection (RFC 8446, 4.1.2; RFC 6066, 3). */
export const readClientHello = (bytes: Buffer): ClientHello => createClientHelloReader()(bytes)

/**
 * The same for bytes that come in pieces, be they packets or records: each byte is looked at once, however many
 * pieces there are.
 * @returns takes the next bytes, until it says something other than 'incomplete'
 */
export function createClientHelloReader(): (bytes: Buffer) => ClientHello {
  const header = Buffer.alloc(5)
  let headerBytes = 0
  let recordLeft = 0
  let message = Buffer.alloc(0)
  let have = 0

  const append = (part: Buffer): void => {
    if (have + part.length > message.length) {
      const grown = Buffer.alloc(Math.max(2048, message.length * 2, have + part.length))
      message.copy(grown, 0, 0, have)
      message = grown
    }
    part.copy(message, have)
    have += part.length
  }

  return (bytes) => {
    let offset = 0
    while (offset < bytes.length) {
      if (recordLeft === 0) {
        const copied = bytes.copy(header, headerBytes, offset, offset + 5 - headerBytes)
        headerBytes += copied
        offset += copied
        if (header[0] !== HANDSHAKE_RECORD || (headerBytes > 1 && header[1] !== 3)) return 'invalid'
        if (headerBytes < 5) return 'incomplete'
        headerBytes = 0
        recordLeft = header.readUInt16BE(3)
        if (recordLeft === 0 || recordLeft > MAX_RECORD || have + recordLeft > MAX_HELLO) return 'invalid'
        continue
      }
      const part = bytes.subarray(offset, offset + recordLeft)
      append(part)
      offset += part.length
      recordLeft -= part.length
      if (message[0] !== CLIENT_HELLO) return 'invalid'
      if (have < 4) continue
      const end = 4 + message.readUIntBE(1, 3)
      if (end > MAX_HELLO || have > end) return 'invalid'
      if (have === end) return recordLeft === 0 ? judge(message.subarray(4, end)) : 'invalid'
    }
    return 'incomplete'
  }
}

function judge(hello: Buffer): ClientHello {
  try {
    return serverNameOf(hello)
  } catch {
    return 'invalid'
  }
}

/** Strict: what two readers could understand differently is refused. */
function serverNameOf(hello: Buffer): ClientHello {
  const reader = createReader(hello)
  reader.skip(2 + 32)
  reader.skip(reader.number(1))
  reader.skip(reader.number(2))
  reader.skip(reader.number(1))
  if (reader.left() === 0) return { serverName: null }
  const extensions = createReader(reader.take(reader.number(2)))
  if (reader.left() > 0) return 'invalid'
  const seen = new Set<number>()
  let serverName: string | null = null
  while (extensions.left() > 0) {
    const type = extensions.number(2)
    const content = extensions.take(extensions.number(2))
    if (seen.has(type)) return 'invalid'
    seen.add(type)
    if (ENCRYPTED_HELLO.has(type)) return 'encrypted'
    if (type === SERVER_NAME) serverName = onlyName(content)
  }
  return { serverName }
}

function onlyName(content: Buffer): string {
  const extension = createReader(content)
  const names = createReader(extension.take(extension.number(2)))
  if (names.number(1) !== HOST_NAME) throw new Error('another kind of name')
  const name = names.take(names.number(2)).toString('latin1')
  if (names.left() > 0 || extension.left() > 0) throw new Error('more than one name')
  return name
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
