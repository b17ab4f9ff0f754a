import { Duplex } from 'node:stream'
import tls from 'node:tls'

/** What Node's own TLS client sends first. */
export function helloOf(options: tls.ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = new Duplex({
      read() {},
      write(chunk, _encoding, done) {
        done()
        resolve(chunk)
      },
    })
    tls.connect({ socket, ...options }).on('error', () => {})
  })
}

/** The same handshake message in records of `size` bytes. */
export function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5)
  const records: Buffer[] = []
  for (let offset = 0; offset < message.length; offset += size) {
    const part = message.subarray(offset, offset + size)
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part)
  }
  return Buffer.concat(records)
}

export const extension = (type: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type >> 8, type & 255, content.length >> 8, content.length & 255]), content])

/** The hello with these extensions instead of its own. */
export function withExtensions(hello: Buffer, extensions: Buffer[]): Buffer {
  // Record and handshake header, version, random; then session, ciphers, compression.
  let end = 5 + 4 + 2 + 32
  end += 1 + hello.readUInt8(end)
  end += 2 + hello.readUInt16BE(end)
  end += 1 + hello.readUInt8(end)
  const all = Buffer.concat(extensions)
  const changed = Buffer.concat([
    hello.subarray(0, end),
    Buffer.from([all.length >> 8, all.length & 255]),
    all,
  ])
  changed.writeUInt16BE(changed.length - 5, 3)
  changed.writeUIntBE(changed.length - 9, 6, 3)
  return changed
}
