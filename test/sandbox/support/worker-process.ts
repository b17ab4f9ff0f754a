// A process of its own with a sandbox, as a worker has one. It tells its owner name once its containers wait, and
// runs `print` for each line that it is sent. Started with `--`, it is the process; imported, it starts one.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'
import Docker from 'dockerode'
import { pino } from 'pino'
import { createEgressPolicy } from '../../../egress/policy.ts'
import { ownerName } from '../../../sandbox/owner.ts'
import { createSandbox } from '../../../sandbox/sandbox.ts'

export interface WorkerProcess {
  child: ChildProcess
  owner: string
  /** Has it run code that prints this, and gives what came out. */
  print(text: string): Promise<string>
}

/** Resolves when the process keeps two containers waiting. It is killed when the test ends. */
export async function startWorkerProcess(t: ExecutionContext, image: string): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--', image], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => String((await lines.next()).value)
  const owner = await next()
  return {
    child,
    owner,
    async print(text) {
      child.stdin.write(`${text}\n`)
      return JSON.parse(await next())
    },
  }
}

async function main(image: string): Promise<void> {
  const owner = ownerName()
  const sandbox = createSandbox({
    docker: new Docker(),
    image,
    egress: createEgressPolicy({ allow: [] }),
    log: pino({ level: 'silent' }),
    waiting: 2,
    owner,
  })
  while (sandbox.waiting().length < 2) await sleep(50)
  console.log(owner)
  for await (const text of createInterface({ input: process.stdin })) {
    const { stdout } = await sandbox.run({
      runId: 'test',
      code: `print(${JSON.stringify(text)})`,
      environment: {},
      timeoutSeconds: 20,
      signal: new AbortController().signal,
    })
    console.log(JSON.stringify(Buffer.from(stdout.head).toString()))
  }
}

if (process.argv[2] === '--') await main(process.argv[3] ?? '')
