// Runs a program in a network namespace of its own, in which only the loopback is up: whatever the code under test does,
// and whatever it is asked to do, no packet can leave the machine.
import { spawn } from 'node:child_process'
import { networkNamespace } from '../../egress/ssrf/support/kernel.ts'

/** The environment variable by which the program knows which network it must not find itself in. */
export const OUTSIDE = 'ERRAND_INTERNAL_TEST_OUTSIDE'

/**
 * Runs a TypeScript program to its end; what it prints goes where ours does.
 * @returns its exit code, null where a signal ended it
 * @throws where there is no network namespace to be had
 */
export async function runApart(
  program: string,
  environment: Record<string, string>,
  signal?: AbortSignal,
): Promise<number | null> {
  if (process.platform !== 'linux')
    throw new Error('The fuzzer runs in a network namespace of its own: run it on Linux, as root.')
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user']
  const script = 'ip link set lo up && exec "$@"'
  const child = spawn('unshare', [...asRoot, '--net', 'sh', '-c', script, 'sh', process.execPath, program], {
    env: { ...process.env, ...environment, [OUTSIDE]: networkNamespace() },
    // Its end of the last one tells it that we are gone.
    stdio: ['pipe', 'inherit', 'inherit'],
    signal,
  })
  child.stdin?.on('error', () => {})
  return new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(
        new Error(
          `The fuzzer has no network namespace: ${error.message}. It needs unshare (package util-linux), ip (package iproute2), and root or the right to make namespaces.`,
        ),
      ),
    )
    child.once('close', (code) => resolve(code))
  })
}
