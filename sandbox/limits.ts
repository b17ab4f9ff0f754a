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
  /** What one run may do through the gate. */
  network: {
    /** In all, refused ones too, for each may look a name up. Code that reuses connections needs a dozen. */
    connections: 1_000,
    /** At once; the harness keeps to the same number, and one more waits inside. Clients in Python open up to 100. */
    atOnce: 128,
    /** More than memory could hold beside the libraries, so only what is thrown away is beyond it. */
    receivedBytes: 200 * 1024 * 1024,
    /** What /tmp holds. Nothing bigger can be made in one piece, and nobody wants a flood from their address. */
    sentBytes: 100 * 1024 * 1024,
    /** Of one request or answer. Node's own 16 KiB are too few for some cookies and tokens. */
    headerBytes: 64 * 1024,
    /** Requests that a client may send ahead on one connection. No client of Python's does. */
    pipelined: 8,
  },
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
