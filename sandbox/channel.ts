import { Duplex } from 'node:stream'
import { FRAME, ProtocolViolation } from './frames.ts'

/** Bytes that either side of a channel may send before the other has consumed some; frames.py names the same. */
const WINDOW = 256 * 1024
const PIECE = 32 * 1024

export type SendFrame = (kind: number, channel: number, payload?: Buffer) => void

/** One connection out of a container, as a stream. What it holds in memory is bounded by the window. */
export class Channel extends Duplex {
  readonly #number: number
  readonly #send: SendFrame
  readonly #arrived: Buffer[] = []
  #wanted = false
  #mayArrive = WINDOW
  #maySend = WINDOW
  #waiting: (() => void) | null = null
  #peerEnded = false
  #peerClosed = false

  constructor(number: number, send: SendFrame) {
    super({ allowHalfOpen: true, readableHighWaterMark: PIECE, writableHighWaterMark: PIECE })
    this.#number = number
    this.#send = send
    // Its users look at 'close'; an error nobody waits for must not end the process.
    this.on('error', () => {})
    // Every request on a kept-alive connection listens to it.
    this.setMaxListeners(0)
  }

  /** @throws {ProtocolViolation} where the container sends more than it may */
  arrive(bytes: Buffer): void {
    if (bytes.length > this.#mayArrive || this.#peerEnded)
      throw new ProtocolViolation('bytes beyond the window')
    this.#mayArrive -= bytes.length
    // A copy: the bytes are part of a larger buffer, which would be kept as long as they are.
    this.#arrived.push(Buffer.from(bytes))
    if (this.#wanted) this._read()
  }

  /** The container sends no more. */
  peerEnds(): void {
    this.#peerEnded = true
    if (this.#wanted) this._read()
  }

  /** The container has dropped the connection. */
  peerCloses(): void {
    this.#peerClosed = true
    this.destroy()
  }

  /** @throws {ProtocolViolation} where the container claims to have consumed what was never sent */
  credit(payload: Buffer): void {
    const count = payload.length === 4 ? payload.readUInt32BE(0) : Number.NaN
    if (!(this.#maySend + count <= WINDOW)) throw new ProtocolViolation('credit beyond the window')
    this.#maySend += count
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.()
  }

  override _read(): void {
    this.#wanted = true
    const bytes = this.#arrived.shift()
    if (bytes) {
      this.#wanted = false
      this.#mayArrive += bytes.length
      const consumed = Buffer.alloc(4)
      consumed.writeUInt32BE(bytes.length)
      if (!this.#peerEnded) this.#send(FRAME.credit, this.#number, consumed)
      this.push(bytes)
    } else if (this.#peerEnded) {
      this.push(null)
    }
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const piece = chunk.subarray(0, Math.min(PIECE, this.#maySend))
    if (piece.length === 0 && chunk.length > 0) {
      this.#waiting = () => this._write(chunk, _encoding, done)
      return
    }
    this.#maySend -= piece.length
    this.#send(FRAME.data, this.#number, piece)
    if (piece.length === chunk.length) done()
    else this._write(chunk.subarray(piece.length), _encoding, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#send(FRAME.end, this.#number)
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#waiting = null
    this.#arrived.length = 0
    if (!this.#peerClosed) this.#send(FRAME.close, this.#number)
    done(error)
  }
}
