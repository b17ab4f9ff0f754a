// Runs inside the namespace: the real stack, a guru with one of everything, and schemathesis on it, once as each of those
// who may send something. Prints what was sent and seen; what failed goes into a file for the test to read.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '../../../api/contract/index.ts'
import type { Operation } from '../../../api/contract/operation.ts'
import { makeScene } from '../../api/coverage/scene.ts'
import { assertNoWayOut } from '../../egress/ssrf/support/kernel.ts'
import { apiClient } from '../api-client.ts'
import { startErrand } from '../errand.ts'
import { sendJson, startTarget } from '../target-server.ts'
import { configurationOf } from './configuration.ts'
import type { FuzzJob, FuzzResult } from './job.ts'
import { OUTSIDE } from './lab.ts'
import { runSchemathesis } from './run-schemathesis.ts'

assertNoWayOut(process.env[OUTSIDE])
// Who started us has ended.
process.stdin.on('close', () => process.exit(1)).resume()

const { seconds, seed, program, resultFile }: FuzzJob = JSON.parse(process.env.ERRAND_INTERNAL_FUZZ_JOB ?? '')
const operations: Operation[] = Object.values(contract)
const folder = mkdtempSync(join(tmpdir(), 'errand-fuzz-'))
const target = await startTarget((_call, response) => sendJson(response, { status: 'shipped' }))
const errand = await startErrand({
  environment: { ERRAND_EGRESS_ALLOW: target.address, ERRAND_RATE_LIMIT: '1000000' },
})
const results: FuzzResult[] = []
try {
  const api = apiClient(errand.url, errand.adminKey)
  const scene = await makeScene({ errand, api, target, newGuru: async () => '' })
  const { keys } = scene
  for (const { who, key, share, may } of [
    { who: 'a manage key', key: keys.manage, share: 0.5, may: ({ access }: Operation) => access !== 'admin' },
    { who: 'the admin key', key: keys.admin, share: 0.35, may: () => true },
    { who: 'nobody', key: null, share: 0.15, may: ({ access }: Operation) => access !== 'open' },
  ]) {
    const theirs = operations.filter(may)
    results.push(
      await runSchemathesis({
        ...{ program, folder, who, seed },
        url: errand.url,
        seconds: Math.round(seconds * share),
        operations: theirs,
        leftOut: operations.filter((operation) => !may(operation)),
        configuration: configurationOf(theirs, scene, key),
        // What is sealed, hashed or kept in a file.
        confidential: [`value-${scene.word}`, keys.admin, keys.manage, keys.chat],
        signedOut: key === null,
      }),
    )
  }
  const errors = readFileSync(join(errand.dataFolder, 'logs', 'api.log'), 'utf8')
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line))
  if (errors.length > 0) results.at(-1)?.failures.push(`The log of the API:\n${errors.join('\n')}`)
  // It still answers, with the processes that it began with.
  await api.get('/gurus')
} finally {
  writeFileSync(resultFile, JSON.stringify(results))
  await errand.remove()
  await target.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
