import net from 'node:net'

/** An address that was judged: never a name, so that nothing is resolved again. */
export interface DialTarget {
  address: string
  port: number
}

/** Opens a TCP connection to one address; rejects where it fails or `signal` aborts. */
export type Dial = (target: DialTarget, signal: AbortSignal) => Promise<net.Socket>

export const dialTcp: Dial = ({ address, port }, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = net.connect({ host: address, port, noDelay: true, autoSelectFamily: false })
    const settle = (error?: unknown) => {
      signal.removeEventListener('abort', abort)
      socket.off('error', settle)
      socket.off('connect', connected)
      if (error === undefined) return resolve(socket)
      // A late error of a socket that nobody owns must not end the process.
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const connected = () => settle()
    const abort = () => settle(signal.reason)
    signal.addEventListener('abort', abort)
    socket.once('error', settle)
    socket.once('connect', connected)
  })
