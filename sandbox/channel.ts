import { Duplex } from 'node:stream'
import { FRAME, ProtocolViolation } from './frames.ts'

/** Bytes that either side of a channel may send before the other has consumed some; frames.py names the same. */
const WINDOW = 128 * 1024
const PIECE = 32 * 1024
const SMALL_PIECE = 4 * 1024

export type SendFrame = (kind: number, channel: number, payload?: Buffer) => void

/** One connection out of a container, as a stream. What it holds in memory is bounded by the window. */
export class Channel extends Duplex {
  readonly #number: number
  readonly #send: SendFrame
  readonly #arrived: Buffer[] = []
  #filling: { piece: Buffer; used: number } | null = null
  #wanted = false
  #mayArrive = WINDOW
  #maySend = WINDOW
  #waiting: (() => void) | null = null
  #peerEnded = false
  #peerClosed = false

  constructor(number: number, send: SendFrame) {
    // One piece is read ahead, no more: what waits, waits here, where small pieces are put together.
    super({ allowHalfOpen: true, readableHighWaterMark: 1, writableHighWaterMark: PIECE })
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
    // It would cost memory and no window.
    if (bytes.length === 0) throw new ProtocolViolation('data without bytes')
    this.#mayArrive -= bytes.length
    this.#keep(bytes)
    if (this.#wanted) this._read()
  }

  /**
   * Keeps a copy, for the bytes are part of a larger buffer, which would be kept as long as they are; in pieces of one
   * size, for a buffer for each byte would take a hundred times the window.
   */
  #keep(bytes: Buffer): void {
    let offset = 0
    while (offset < bytes.length) {
      if (!this.#filling) {
        const size = Math.max(SMALL_PIECE, Math.min(bytes.length - offset, PIECE))
        this.#filling = { piece: Buffer.allocUnsafeSlow(size), used: 0 }
      }
      const filling = this.#filling
      const copied = bytes.copy(filling.piece, filling.used, offset)
      offset += copied
      filling.used += copied
      if (filling.used < filling.piece.length) continue
      this.#arrived.push(filling.piece)
      this.#filling = null
    }
  }

  #next(): Buffer | undefined {
    const full = this.#arrived.shift()
    if (full || !this.#filling) return full
    const { piece, used } = this.#filling
    this.#filling = null
    return piece.subarray(0, used)
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
    const bytes = this.#next()
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
    this.#filling = null
    if (!this.#peerClosed) this.#send(FRAME.close, this.#number)
    done(error)
  }
}
