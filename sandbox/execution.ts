import { type CappedOutput, collectOutput } from '../domain/capped-output.ts'
import type { NetworkUse } from '../domain/network-use.ts'
import type { RunError } from '../domain/run-errors.ts'
import { createChannels } from './channels.ts'
import { type CollectedFile, createFileCollector } from './collect-files.ts'
import type { ReadyContainer } from './container-source.ts'
import { encodeJson, FRAME, ProtocolViolation } from './frames.ts'
import { createAccount } from './gate/account.ts'
import type { Gate } from './gate/gate.ts'
import { SANDBOX_LIMITS as LIMITS } from './limits.ts'
import { type HarnessResult, parseResult } from './run-result.ts'

export interface ExecutionRequest {
  code: string
  environment: Record<string, string>
  /** False lets tests of the container run code without the restricted `os`. */
  guard_rails?: boolean
}

export interface ExecutionOptions {
  container: ReadyContainer
  request: ExecutionRequest
  gate: Gate
  allowedHosts: string[][]
  timeoutMs: number
  signal: AbortSignal
}

export interface Execution {
  stdout: CappedOutput
  stderr: CappedOutput
  /** What the code left in /tmp/out; nothing where the harness was not heard out. */
  files: CollectedFile[]
  /** What the harness says, or why it was not heard out. */
  end: HarnessResult | RunError
  /** What was done at each host and port. Not masked. */
  network: NetworkUse[]
  /** A limit that was reached, or why a connection was cut without a word; null where neither was. Not masked. */
  networkNote: string | null
}

/** Sends code to a container and hears it out, within every limit. The caller disposes of the container. */
export async function execute(options: ExecutionOptions): Promise<Execution> {
  const { container, request, gate, allowedHosts, timeoutMs, signal } = options
  const { link } = container
  const stdout = collectOutput(LIMITS.stdoutBytes)
  const stderr = collectOutput(LIMITS.stderrBytes)
  const files = createFileCollector()
  const over = new AbortController()
  const ended = Promise.withResolvers<HarnessResult | RunError>()
  const settle = (end: HarnessResult | RunError) => {
    // At once: nothing that comes after counts.
    over.abort()
    ended.resolve(end)
  }
  const account = createAccount()
  const channels = createChannels(link.send, (stream) =>
    gate.serve(stream, { allowedHosts, signal: over.signal, account }),
  )
  const print = (output: typeof stdout, bytes: Buffer) => {
    output.push(bytes)
    if (stdout.total + stderr.total > LIMITS.printedBytes)
      settle({ code: 'output_limit', message: 'The code printed more than 50 MB and was stopped.' })
  }
  const finish = (payload: Buffer) => {
    files.finish()
    settle(parseResult(payload) ?? TAMPERED)
  }
  link.onFrame((frame) => {
    if (over.signal.aborted) return
    if (frame.kind === FRAME.result) finish(frame.payload)
    else if (frame.kind === FRAME.file) files.announce(frame.payload)
    else if (frame.kind === FRAME.fileData) files.append(frame.payload)
    // They come when every process of the code is dead.
    else if (files.begun) throw new ProtocolViolation('a frame of dead code')
    else if (frame.kind === FRAME.stdout) print(stdout, frame.payload)
    else if (frame.kind === FRAME.stderr) print(stderr, frame.payload)
    // The answer to a question from before the run.
    else if (frame.kind === FRAME.state) return
    else channels.handle(frame)
  })
  const cancel = () => settle({ code: 'cancelled', message: 'The run was cancelled.' })
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  const seconds = timeoutMs / 1000
  const timer = setTimeout(
    () => settle({ code: 'timeout', message: `The code did not finish within ${seconds} s.` }),
    timeoutMs,
  )
  void link.ended.then(async (violation) => settle(await endOfStream(violation, container)))
  if (!over.signal.aborted) link.sendRaw(encodeJson(FRAME.run, request))
  try {
    const end = await ended.promise
    const left = 'status' in end ? files.finish() : []
    const output = { stdout: stdout.finish(), stderr: stderr.finish(), files: left }
    return { end, ...output, network: account.close(), networkNote: account.note }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
    channels.close()
    account.close()
  }
}

const TAMPERED: RunError = {
  code: 'forbidden_code',
  message: "The code meddled with the sandbox's own connection and was stopped.",
}

async function endOfStream(
  violation: ProtocolViolation | null,
  container: ReadyContainer,
): Promise<RunError> {
  if (violation) return TAMPERED
  if (await container.ranOutOfMemory())
    return { code: 'out_of_memory', message: 'The code used more than 512 MB of memory.' }
  return {
    code: 'interrupted',
    message: 'The container ended before the code did. What the code was doing may or may not have happened.',
  }
}
