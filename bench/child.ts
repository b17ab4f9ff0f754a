import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a module of this folder as a process of its own. `ready` is its first message. */
export function startChild<T>(
  module: string,
  environment: Record<string, string> = {},
): { ready: Promise<T>; send(message: unknown[]): void; stop(): Promise<void> } {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`${module} ended with ${code} before it was ready`)))
  })
  return {
    ready,
    send: (message) => void child.send(message),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
