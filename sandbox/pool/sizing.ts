import type Docker from 'dockerode'
import { SANDBOX_LIMITS } from '../limits.ts'

/** How much of the engine's machine the sandbox takes. */
export interface PoolSizes {
  /** Runs at once. */
  concurrency: number
  /** Started containers that wait for a run. */
  waiting: number
  /** What waiting ones may have imported, in bytes of memory. */
  waitingBytes: number
}

/** Left to the rest of the machine. */
const RESERVE_BYTES = 1024 ** 3
/** Code waits for the network more than it computes. */
const RUNS_PER_CORE = 2
const MAX_WAITING = 16
const WAITING_SHARE = 0.1
/** Measured: harness, interpreter and `requests`. */
const PLAIN_BYTES = 20 * 1024 ** 2

/** Defaults by the cores and the memory of the machine that the engine runs on; what is given stays. */
export function poolSizes(
  machine: { cores: number; memoryBytes: number },
  given: Partial<PoolSizes> = {},
): PoolSizes {
  const { cores, memoryBytes } = machine
  const fitting = Math.floor((memoryBytes - RESERVE_BYTES) / SANDBOX_LIMITS.memoryBytes)
  const concurrency = given.concurrency ?? Math.max(1, Math.min(cores * RUNS_PER_CORE, fitting))
  const waitingBytes = given.waitingBytes ?? memoryBytes * WAITING_SHARE
  const waiting =
    given.waiting ?? Math.max(1, Math.min(concurrency, MAX_WAITING, Math.floor(waitingBytes / PLAIN_BYTES)))
  return { concurrency, waiting, waitingBytes }
}

/** The machine that the engine runs on, which need not be this one. */
export async function machineOf(docker: Docker): Promise<{ cores: number; memoryBytes: number }> {
  const { NCPU: cores, MemTotal: memoryBytes } = (await docker.info()) as { NCPU: number; MemTotal: number }
  return { cores, memoryBytes }
}
