// The second wall: what nobody should log, logged all the same.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { withoutKeys } from '../../telemetry/log.ts'

const LOG = fileURLToPath(new URL('../../telemetry/log.ts', import.meta.url))

function logged(fields: object): string {
  const code = `import { createLog } from ${JSON.stringify(LOG)}; createLog('test', 'info').info(${JSON.stringify(fields)}, 'said')`
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout
}

test('keys, headers, bodies and values do not get into a log line', (t) => {
  const line = logged({
    authorization: 'Bearer canary-1',
    request: { headers: { cookie: 'canary-2' }, body: 'canary-3', query: { a: 'canary-4' } },
    config: { 'x-api-key': 'canary-5', token: 'canary-6' },
    secret: { name: 'N', value: 'canary-7' },
    duration_ms: 5,
  })
  t.is(JSON.parse(line).duration_ms, 5)
  t.is(JSON.parse(line).msg, 'said')
  t.notRegex(line, /canary/)
})

test('a key in a path is put away, and the rest of the path stays', (t) => {
  t.is(withoutKeys('/api/v1/errand_AbC-d_1234567/runs'), '/api/v1/errand_***/runs')
  t.is(withoutKeys('/api/v1/errand/runs'), '/api/v1/errand/runs')
})
