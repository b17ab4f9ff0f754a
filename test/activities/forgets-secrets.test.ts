/*
 * After an activity nothing in the worker's memory holds a secret that it was given.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import v8 from 'node:v8'
import vm from 'node:vm'
import test from 'ava'
import { startActivityBench } from '../support/activity-bench.ts'
import { eventually } from '../support/eventually.ts'

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc') as () => void

/** Bytes outside of the heap, so that looking for them doesn't put them there. */
const canary = Buffer.from(createHash('sha256').update(String(process.hrtime.bigint())).digest('hex'))

async function isInHeap(): Promise<boolean> {
  collectGarbage()
  let end = Buffer.alloc(0)
  for await (const chunk of v8.getHeapSnapshot()) {
    const piece = Buffer.concat([end, chunk as Buffer])
    if (piece.includes(canary)) return true
    end = piece.subarray(-canary.length)
  }
  return false
}

/**
 * In a process of its own: what a server remembers of its requests is not what this is about. It says when a call is
 * there, and answers when it is told to.
 */
const SERVER = `
  const server = require('node:http').createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    console.log('a call is there')
    process.stdin.once('data', () => response.end(request.url + request.headers.authorization + body))
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

test.serial('a value that a call was given is not in the heap afterwards', async (t) => {
  const child = spawn(process.execPath, ['-e', SERVER], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.teardown(() => child.kill())
  const said = createInterface(child.stdout)[Symbol.asyncIterator]()
  const { value: port } = await said.next()
  const address = `127.0.0.1:${port}`
  const answer = async () => {
    await said.next()
    child.stdin.write('go')
  }
  const bench = await startActivityBench(t, [address])
  await bench.secret('TOKEN', `${canary}`)
  const call = (method: string) =>
    bench.call({
      api_call: {
        method,
        url: `http://${address}/{TOKEN}?q={TOKEN}`,
        headers: { Authorization: 'Bearer {TOKEN}' },
        body: method === 'POST' ? '{"key": "{TOKEN}"}' : null,
      },
    })
  const first = call('POST')
  await said.next()
  // The search finds what is there: while the call is under way, the worker holds the value.
  t.true(await isInHeap())
  child.stdin.write('go')
  t.regex((await first).output ?? '', /^\/\*\*\*TOKEN\*\*\*\?q=\*\*\*TOKEN\*\*\*Bearer/)
  const [second] = await Promise.all([call('GET'), answer()])
  t.is(second.error, null)
  // A connection that is kept for the next call remembers its last one, for four seconds.
  await eventually('the value to be gone', async () => !(await isInHeap()))
  t.pass()
})
