const HEADER = 8
const STDOUT = 1

/**
 * Takes the standard output out of a container's attached stream, in which the engine puts eight bytes before each
 * piece: the stream's number, three zeros, the length. The harness says nothing on the standard error.
 */
export function createStdoutReader(onStdout: (bytes: Buffer) => void): (bytes: Buffer) => void {
  const header = Buffer.alloc(HEADER)
  let headerBytes = 0
  let left = 0
  return (bytes) => {
    let offset = 0
    while (offset < bytes.length) {
      if (left === 0) {
        const copied = bytes.copy(header, headerBytes, offset, offset + HEADER - headerBytes)
        headerBytes += copied
        offset += copied
        if (headerBytes < HEADER) return
        headerBytes = 0
        left = header.readUInt32BE(4)
        continue
      }
      const piece = bytes.subarray(offset, offset + left)
      offset += piece.length
      left -= piece.length
      if (header[0] === STDOUT) onStdout(piece)
    }
  }
}
