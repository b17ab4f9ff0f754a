import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from './identity.ts'

const GRACE_MS = 10_000

/** Ends a process of an earlier start that was killed; nothing where the number belongs to another by now. */
export async function stopLeftover(identity: ProcessIdentity): Promise<boolean> {
  if (!isRunning(identity)) return false
  signalTo(identity, 'SIGTERM')
  const deadline = Date.now() + GRACE_MS
  while (isRunning(identity)) {
    if (Date.now() > deadline) signalTo(identity, 'SIGKILL')
    await sleep(50)
  }
  return true
}

function signalTo({ pid }: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
