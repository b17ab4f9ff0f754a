/** The bytes of a request as they are written; a body gets its length, and the connection ends with the answer. */
export function requestBytes(
  method: string,
  target: string,
  headers: Record<string, string | Buffer>,
  body: Buffer | string = '',
): Buffer {
  const fields = Object.entries({ host: 'errand', connection: 'close', ...headers })
  const length = Buffer.byteLength(body)
  if (length > 0 && !('content-length' in headers)) fields.push(['content-length', String(length)])
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\n`),
    ...fields.flatMap(([name, value]) => [Buffer.from(`${name}: `), bytesOf(value), Buffer.from('\r\n')]),
    Buffer.from('\r\n'),
    bytesOf(body),
  ])
}

const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value) : value)
