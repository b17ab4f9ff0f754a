/*
 * docs/api.md is complete, and every example in it works: in the order of the page, against the real stack and the
 * example shop.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { errandWithShop } from './errand-with-shop.ts'
import { codeBlocks, readRepositoryFile } from './markdown.ts'
import { runBlocks } from './shell.ts'

const page = readRepositoryFile('docs/api.md')
const ROUTES = new URL('../../api/routes/', import.meta.url)

/** Where api/app.ts mounts each file's routes. */
const PREFIXES: Record<string, string> = {
  'action-runs.ts': '/{guru}/actions',
  'actions.ts': '/{guru}/actions',
  'answer.ts': '/{guru}/answer',
  'artifacts.ts': '/{guru}/runs',
  'codec.ts': '/codec',
  'gurus.ts': '/gurus',
  'health.ts': '',
  'home.ts': '',
  'run-history.ts': '/{guru}/runs',
  'rerun.ts': '/{guru}/runs',
  'runs.ts': '/{guru}/runs',
  'schedules.ts': '/{guru}/actions',
  'secrets.ts': '/{guru}/secrets',
  'sessions.ts': '/{guru}/sessions',
  'templates.ts': '/templates',
}

/** `METHOD /path`, parameters as `{}`. */
const normal = (method: string, path: string): string =>
  `${method} ${path.replace(/:\w+|\{\w+\}/g, '{}').replace(/(.)\/$/, '$1')}`

function routesInCode(): string[] {
  return readdirSync(fileURLToPath(ROUTES)).flatMap((file) => {
    const prefix = PREFIXES[file]
    if (prefix === undefined) throw new Error(`Say in this test where the routes of ${file} are mounted.`)
    const source = readRepositoryFile(`api/routes/${file}`)
    const routes = Array.from(
      source.matchAll(/router\.(get|post|put|patch|delete)\(\s*['`]([^'`]*)['`]/g),
      ([, method = '', path = '']) => [method.toUpperCase(), `${prefix}${path}`] as const,
    )
    return routes
      .flatMap(([method, path]) =>
        // Two routes are made in a loop: their path ends in a variable.
        /\$\{\w+\}$/.test(path)
          ? ['approve', 'reject'].map((name) => [method, path.replace(/\$\{\w+\}$/, name)] as const)
          : [[method, path] as const],
      )
      .map(([method, path]) => normal(method, path))
  })
}

/** From headings such as `GET /a` · `POST /b/c` · `/d`, the last of them short for `POST /b/d`. */
function routesInPage(): string[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('### '))
    .flatMap((line) => {
      let last = { method: '', path: '' }
      return Array.from(line.matchAll(/`(?:([A-Z]+) )?([^`]+)`/g), ([, method, path = '']) => {
        last = method
          ? { method, path }
          : { ...last, path: `${last.path.slice(0, last.path.lastIndexOf('/'))}${path}` }
        return normal(last.method, last.path)
      })
    })
}

test('docs/api.md has every route of the API and no other', (t) => {
  const inCode = routesInCode().sort()
  t.true(inCode.length > 25)
  t.deepEqual(routesInPage().sort(), inCode)
})

test('every example in docs/api.md works', async (t) => {
  const { errand, port } = await errandWithShop(t)

  const examples = codeBlocks(page)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) =>
      text.startsWith('export ERRAND=')
        ? `export ERRAND=${errand.url} KEY=$(cat '${errand.dataFolder}/admin-key')\n`
        : text.replaceAll('4010', port),
    )
  const outputs = await runBlocks(examples)
  t.is(outputs.length, examples.length)

  const printed = (start: string): string => outputs[examples.findIndex((text) => text.includes(start))] ?? ''
  t.regex(printed('trigger?wait=true'), /"status":"succeeded".*\\"status\\":\\"shipped\\"/)
  t.regex(
    printed('api/v1/templates'),
    /"enabled":false.*"disabled_reason":"The secret STRIPE_API_KEY does not exist\."/,
  )
  t.regex(printed('schedule/preview'), /"next_runs":\["20/)
  t.regex(printed('schedule/backfill'), /"started":\["2026-01-05T08:00:00.000Z","2026-01-06T08:00:00.000Z"\]/)
  t.regex(printed('actions/test'), /"output":"42\.0\\n"/)
  t.regex(printed('--head'), /content-type: image\/png\r\n[\s\S]*\n\d{4,}\n$/i)
  for (const stream of ['"stream": true', '/events'])
    t.regex(printed(stream), /^event: step\ndata: \{"action":null,"step":"detect"[\s\S]*^event: done$/m)
  const [first, second] = printed('Idempotency-Key').trim().split('\n')
  const runOf = (text = ''): string | undefined => /"run_id":"([^"]+)"/.exec(text)?.[1]
  t.truthy(runOf(first))
  t.is(runOf(first), runOf(second))
})
