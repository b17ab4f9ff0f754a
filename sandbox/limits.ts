import { FILE_NAME_CHARACTERS } from '../domain/file-name.ts'

/** What one execution may use; architecture.md and the contract fix these numbers. */
export const SANDBOX_LIMITS = {
  memoryBytes: 512 * 1024 * 1024,
  cpus: 1,
  processes: 128,
  tmpBytes: 100 * 1024 * 1024,
  /** Files and folders in /tmp. */
  tmpFiles: 65_536,
  /** Kept of each stream. */
  stdoutBytes: 200 * 1024,
  stderrBytes: 20 * 1024,
  /** What both streams may print together before the code is stopped. */
  printedBytes: 50 * 1024 * 1024,
  /** What code may leave in /tmp/out; harness/artifacts.py names the same. */
  files: 20,
  filesBytes: 5 * 1024 * 1024,
  fileNameCharacters: FILE_NAME_CHARACTERS,
  /** How long a run waits for a container. */
  acquireMs: 60_000,
  /** How long a container waits for a run at most, before another takes its place. */
  waitingMs: 15 * 60_000,
  /** No container is needed longer: one waits, prepares for a minute at most, and executes for half a minute. */
  lifetimeMs: 18 * 60_000,
  /** A container is started as soon as it is made; one that is not has lost its worker. */
  unstartedMs: 60_000,
} as const
