/**
 * The frames that worker and harness exchange over a container's attached stream: one byte of kind, four of
 * channel, four of length (big endian), and so many bytes. image/harness/frames.py is the other end and names
 * the same kinds.
 */
export const FRAME = {
  setup: 1,
  run: 2,
  check: 3,
  preload: 4,
  ping: 5,
  open: 16,
  data: 17,
  end: 18,
  close: 19,
  credit: 20,
  ready: 32,
  stdout: 33,
  stderr: 34,
  result: 35,
  file: 36,
  fileData: 37,
  state: 38,
} as const

export interface Frame {
  kind: number
  channel: number
  payload: Buffer
}

/** The largest payload that a container may send; the harness sends 32 KiB, results up to some 130 KiB. */
const MAX_PAYLOAD = 512 * 1024
const HEADER = 9
const EMPTY = Buffer.alloc(0)

/** What came from the container is no frame, or not one that may come now: the container is not to be trusted. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation'
}

export function encodeFrame(kind: number, channel = 0, payload: Buffer = EMPTY): Buffer {
  const frame = Buffer.allocUnsafe(HEADER + payload.length)
  frame.writeUInt8(kind, 0)
  frame.writeUInt32BE(channel, 1)
  frame.writeUInt32BE(payload.length, 5)
  payload.copy(frame, HEADER)
  return frame
}

export const encodeJson = (kind: number, value: unknown): Buffer =>
  encodeFrame(kind, 0, Buffer.from(JSON.stringify(value)))

/**
 * Cuts a container's bytes into frames.
 * @returns takes the next bytes; throws {@link ProtocolViolation} for a frame of more than 512 KiB
 */
export function createFrameDecoder(onFrame: (frame: Frame) => void): (bytes: Buffer) => void {
  let rest: Buffer = EMPTY
  return (bytes) => {
    let buffer = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    while (buffer.length >= HEADER) {
      const length = buffer.readUInt32BE(5)
      if (length > MAX_PAYLOAD) throw new ProtocolViolation(`a frame of ${length} bytes`)
      if (buffer.length < HEADER + length) break
      const frame = { kind: buffer.readUInt8(0), channel: buffer.readUInt32BE(1) }
      const payload = buffer.subarray(HEADER, HEADER + length)
      buffer = buffer.subarray(HEADER + length)
      onFrame({ ...frame, payload })
    }
    rest = buffer
  }
}
