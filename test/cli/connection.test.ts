/*
 * Which server a command talks to, with which key, and what it makes of the answers. The servers here are on loopback;
 * that another machine gets no key of this one is seen by the command refusing to send anything.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import anyTest, { type ExecutionContext } from 'ava'
import { retryAfterSeconds } from '../../cli/client/retry.ts'
import { beginCommand, runCommand } from '../support/errand-command.ts'
import { type Handler, sendJson, startTarget } from '../support/target-server.ts'

// One process after the other: each is a Node of its own.
const test = anyTest.serial

const ADMIN_KEY = 'an-admin-key-of-this-machine'

async function server(t: ExecutionContext, handler: Handler) {
  const target = await startTarget(handler)
  t.teardown(target.close)
  return target
}

/** A data folder with an admin key, as a running stack on `url` has it. */
function dataFolder(t: ExecutionContext, url?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-cli-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'admin-key'), `${ADMIN_KEY}\n`)
  if (url) writeFileSync(join(folder, 'stack.json'), JSON.stringify({ url }))
  return folder
}

test('finds the Errand of its data folder, and that one\u2019s admin key', async (t) => {
  const target = await server(t, (_call, response) => sendJson(response, { gurus: [] }))
  const { code, stderr } = await runCommand(['gurus', 'list'], {
    environment: { ERRAND_DATA: dataFolder(t, target.url) },
  })
  t.is(code, 0, stderr)
  t.is(target.calls[0]?.headers['x-api-key'], ADMIN_KEY)
  t.is(target.calls[0]?.path, '/api/v1/gurus')
})

test('does not offer the admin key of this machine to another one', async (t) => {
  const environment = { ERRAND_DATA: dataFolder(t), ERRAND_ADMIN_KEY: ADMIN_KEY }
  // Reserved for documentation: nothing listens there, and nothing is asked whether it does.
  const { code, stderr } = await runCommand(['--url', 'https://errand.example', 'gurus', 'list'], {
    environment,
  })
  t.is(code, 1)
  t.regex(stderr, /There is no key for errand\.example\. Set ERRAND_KEY/)
})

test('does not follow a redirect, which would take the key along', async (t) => {
  const other = await server(t, (_call, response) => sendJson(response, { gurus: [] }))
  const target = await server(t, (_call, response) => {
    response.writeHead(307, { location: other.url }).end()
  })
  const { code, stderr } = await runCommand(['--url', target.url, 'gurus', 'list'], {
    environment: { ERRAND_KEY: 'a-key' },
  })
  t.is(code, 1)
  t.regex(stderr, /redirect to http.*the key was not sent there/)
  t.is(other.calls.length, 0)
})

test('refuses an address with a password, and a key that no header can carry, without repeating them', async (t) => {
  const withPassword = await runCommand(['--url', 'http://ann:sesame@127.0.0.1:1', 'gurus', 'list'])
  t.is(withPassword.code, 1)
  t.notRegex(withPassword.stderr, /sesame/)
  const withBreak = await runCommand(['--url', 'http://127.0.0.1:1', 'gurus', 'list'], {
    environment: { ERRAND_KEY: 'sesame\nx-other: header' },
  })
  t.is(withBreak.code, 1)
  t.notRegex(withBreak.stderr, /sesame/)
})

test('says that nothing answers, and where to look', async (t) => {
  const { code, stdout, stderr } = await runCommand(['--url', 'http://127.0.0.1:1', 'gurus', 'list'], {
    environment: { ERRAND_KEY: 'a-key' },
  })
  t.is(code, 1)
  t.is(stdout, '')
  t.regex(stderr, /^Error: http:\/\/127\.0\.0\.1:1 can't be reached \(.+\)\. Is Errand running there\?/)
  t.notRegex(stderr, / at .*\.ts/)
})

test('tries again what is answered with 429 or 503, after the time that the answer names', async (t) => {
  const statuses = [429, 503]
  const target = await server(t, (_call, response) => {
    const status = statuses.shift()
    if (status) response.writeHead(status, { 'retry-after': '1' }).end('{"detail":"later"}')
    else sendJson(response, { gurus: [] })
  })
  const { code, stderr } = await runCommand(['--url', target.url, 'gurus', 'list'], {
    environment: { ERRAND_KEY: 'a-key' },
  })
  t.is(code, 0, stderr)
  t.is(target.calls.length, 3)
  t.regex(
    stderr,
    /Too many requests: trying again in 1 s\n[\s\S]*not available just now: trying again in 1 s/,
  )
})

test('gives up after a few tries, with what the API said', async (t) => {
  const target = await server(t, (_call, response) => {
    response.writeHead(503, { 'retry-after': '0' }).end('{"detail":"Temporal can\'t be reached."}')
  })
  const { code, stderr } = await runCommand(['--url', target.url, 'gurus', 'list'], {
    environment: { ERRAND_KEY: 'a-key' },
  })
  t.is(code, 1)
  t.is(target.calls.length, 5)
  t.regex(stderr, /Error: Temporal can't be reached\./)
})

test('waits for no time that is out of all proportion', async (t) => {
  const target = await server(t, (_call, response) => {
    response.writeHead(429, { 'retry-after': '86400' }).end('{"detail":"tomorrow"}')
  })
  const { code } = await runCommand(['--url', target.url, 'gurus', 'list'], {
    environment: { ERRAND_KEY: 'a-key' },
  })
  t.is(code, 1)
  t.is(target.calls.length, 1)
})

test('does not repeat what may have happened half-way: a key that was made is not made again', async (t) => {
  const target = await server(t, (_call, response) => {
    response.writeHead(503, { 'retry-after': '0' }).end('{"detail":"away"}')
  })
  const { code } = await runCommand(['--url', target.url, 'keys', 'create', 'acme', '--name', 'ci'], {
    environment: { ERRAND_KEY: 'a-key' },
  })
  t.is(code, 1)
  t.is(target.calls.length, 1)
})

test('a name does not lead to another route', async (t) => {
  const target = await server(t, (_call, response) => sendJson(response, {}))
  const environment = { ERRAND_KEY: 'a-key' }
  const up = await runCommand(['--url', target.url, 'secrets', 'delete', 'acme', '..', '--yes'], {
    environment,
  })
  t.is(up.code, 1)
  t.is(target.calls.length, 0)
  await runCommand(['--url', target.url, 'secrets', 'delete', 'acme', '../actions/a?b#c', '--yes'], {
    environment,
  })
  t.is(target.calls[0]?.path, '/api/v1/acme/secrets/..%2Factions%2Fa%3Fb%23c')
})

test('says which change of several failed, how many were made, and what helps', async (t) => {
  const folder = dataFolder(t)
  const action = { trigger: 'Never', type: 'api_call', api_call: { url: 'https://a.example/' } }
  writeFileSync(
    join(folder, 'two.json'),
    JSON.stringify([
      { name: 'One', ...action },
      { name: 'Two', ...action },
    ]),
  )
  // A guru that somebody else fills up between the look and the second change.
  let made = 0
  const target = await server(t, ({ method, path }, response) => {
    if (path.endsWith('/secrets')) sendJson(response, { secrets: [] })
    else if (method === 'GET') sendJson(response, { actions: [], used: 0, limit: 10 })
    else if (path.includes('/import')) sendJson(response, { imported: [], warnings: [] })
    else if (++made === 1) sendJson(response, { id: 'one', name: 'One', warnings: [] }, 201)
    else sendJson(response, { detail: 'This guru has its 10 actions.', errors: [] }, 409)
  })
  const { code, stdout, stderr } = await runCommand(
    ['--url', target.url, 'actions', 'apply', 'acme', join(folder, 'two.json')],
    { environment: { ERRAND_KEY: 'a-key' } },
  )
  t.is(code, 1)
  t.regex(stdout, /Done: create One/)
  t.regex(
    stderr,
    /Could not create Two .*: This guru has its 10 actions\.\n1 of 2 changes were made; apply again/,
  )
})

test('shows no control characters of others, in tables, errors or JSON', async (t) => {
  const nasty = 'Acme\u001b]0;owned\u0007\u009b31m\u202eevil'
  const target = await server(t, ({ path }, response) =>
    path.endsWith('/keys')
      ? sendJson(response, { detail: `${nasty} does not exist`, errors: [] }, 404)
      : sendJson(response, {
          gurus: [{ slug: 'acme', name: nasty, description: '', actions_used: 0, action_limit: 1 }],
        }),
  )
  const options = { environment: { ERRAND_KEY: 'a-key' } }
  const listed = await runCommand(['--url', target.url, 'gurus', 'list'], options)
  const json = await runCommand(['--url', target.url, 'gurus', 'list', '--json'], options)
  const failed = await runCommand(['--url', target.url, 'keys', 'list', 'acme'], options)
  t.regex(listed.stdout, /Acme/)
  t.is(JSON.parse(json.stdout).gurus[0].name, nasty)
  for (const text of [listed.stdout, json.stdout, failed.stderr]) t.notRegex(text, /[^\P{C}\n]/u)
  t.is(failed.code, 1)
})

test('ends quietly where nobody reads on', async (t) => {
  const many = Array.from({ length: 20_000 }, (_, index) => ({ slug: `guru-${index}`, name: 'x'.repeat(60) }))
  const target = await server(t, (_call, response) => sendJson(response, { gurus: many }))
  const running = beginCommand(['--url', target.url, 'gurus', 'list'], {
    environment: { ERRAND_KEY: 'a-key' },
  })
  running.child.stdout?.once('data', () => running.child.stdout?.destroy())
  const { code, stderr } = await running.ended
  t.is(code, 0)
  t.notRegex(stderr, /Error|EPIPE/)
})

test('reads Retry-After as seconds or as a date', (t) => {
  const now = Date.UTC(2026, 0, 31)
  t.is(retryAfterSeconds('7', now), 7)
  t.is(retryAfterSeconds('Sat, 31 Jan 2026 00:00:09 GMT', now), 9)
  t.is(retryAfterSeconds('Sat, 31 Jan 2026 00:00:00 GMT', now + 5_000), 0)
  t.is(retryAfterSeconds('soon', now), null)
  t.is(retryAfterSeconds(null, now), null)
})
