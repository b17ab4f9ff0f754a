/*
 * docs/api.md is complete, and every example in it works: in the order of the page, against the real stack and the
 * example shop.
 */
import test from 'ava'
import { contract } from '../../api/contract/index.ts'
import type { Access, Operation } from '../../api/contract/operation.ts'
import { errandWithShop } from './errand-with-shop.ts'
import { codeBlocks, readRepositoryFile, section, tableRows } from './markdown.ts'
import { runBlocks } from './shell.ts'

const page = readRepositoryFile('docs/api.md')
const operations: Operation[] = Object.values(contract)

/** Pages for people, and what only Temporal UI calls: no operations, as no client of ours needs them. */
const NO_OPERATIONS = ['codec.ts']
const CODEC = '/codec'

/** `METHOD /path`, parameters as `{}`. */
const normal = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replace(/:\w+|\{\w+\}/g, '{}').replace(/(.)\/$/, '$1')}`

function routesInCode(): string[] {
  const others = NO_OPERATIONS.flatMap((file) =>
    Array.from(
      readRepositoryFile(`api/routes/${file}`).matchAll(/router\.(get|post)\('([^']*)'/g),
      ([, method = '', path = '']) => normal(method, `${file === 'codec.ts' ? CODEC : ''}${path}`),
    ),
  )
  return [...operations.map(({ method, path }) => normal(method, path)), ...others]
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
  t.true(inCode.length > 40)
  t.deepEqual(routesInPage().sort(), inCode)
})

const WHO: Record<Access, string> = {
  open: 'anybody',
  key: 'any key',
  admin: 'admin',
  manage: 'manage',
  chat: 'chat',
}

test('the table at the end of docs/api.md has every operation, who may call it and what it does', (t) => {
  const rows = tableRows(section(page, 'All operations')).slice(1)
  const expected = operations
    .toSorted((a, b) => (a.path === b.path ? 0 : a.path < b.path ? -1 : 1))
    .map(({ method, path, access, summary }) => [
      `\`${method.toUpperCase()} ${path}\``,
      WHO[access],
      summary.replaceAll('|', '\\|'),
    ])
  // With the rows that are to be in the page, where they are not.
  t.deepEqual(rows, expected, expected.map((cells) => `| ${cells.join(' | ')} |`).join('\n'))
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
  t.regex(printed('actions/advice'), /"advice":\["The trigger 'orders' is too short/)
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
