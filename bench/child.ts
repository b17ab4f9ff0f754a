import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a module of this folder as a process of its own and waits for its first message. */
export async function startChild<T>(
  module: string,
  environment: Record<string, string> = {},
): Promise<{ ready: T; child: ChildProcess; stop(): Promise<void> }> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = await new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T))
    child.once('exit', (code) => reject(new Error(`${module} ended with ${code} before it was ready`)))
  })
  return {
    ready,
    child,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
