/*
 * The template 'jira-bug' as it is, against a server that speaks Jira Cloud's REST API v3: Basic authentication with
 * an API token, descriptions in the Atlassian Document Format, errors as errorMessages and errors.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench, templateOf } from './support/bench.ts'
import { basic, type Call, type Protocol, type Reply, tooMany } from './support/service.ts'

const HOST = 'acme.atlassian.net'
const EMAIL = 'support-bot@example.com'
const TOKEN = 'ATATT3xFfGF0-templates-secret=1A2B3C'

interface Node {
  type: string
  text?: string
  content?: Node[]
}

/** Every node is known, has what its type needs, and no text is empty. */
function isDocument(node: Node | string | undefined): boolean {
  if (typeof node !== 'object') return false
  if (node.type === 'text') return typeof node.text === 'string' && node.text.length > 0
  if (node.type === 'hardBreak') return node.content === undefined
  return ['doc', 'heading', 'paragraph'].includes(node.type) && (node.content ?? []).every(isDocument)
}

const refuse = (errors: Record<string, string>): Reply => ({
  status: 400,
  body: { errorMessages: [], errors },
})

/** Jira with one project, SUP, and two types of issues. */
const jira: Protocol = (call: Call) => {
  if (basic(call) !== `${EMAIL}:${TOKEN}`)
    return { status: 401, body: 'Client must be authenticated to access this resource.' }
  if (call.method !== 'POST' || call.path !== '/rest/api/3/issue')
    return { status: 404, body: { errorMessages: ['null for uri'], errors: {} } }
  if (call.headers['content-type'] !== 'application/json') return { status: 415 }
  const { fields } = JSON.parse(call.body)
  if (fields.project?.key !== 'SUP') return refuse({ project: 'valid project is required' })
  if (!['Bug', 'Fehler'].includes(fields.issuetype?.name))
    return refuse({ issuetype: 'Specify a valid issue type' })
  if (fields.summary.length > 255) return refuse({ summary: 'Summary must be less than 255 characters.' })
  if (/\n/.test(fields.summary))
    return refuse({ summary: 'The summary is invalid because it contains newline characters.' })
  if (fields.description && (fields.description.version !== 1 || !isDocument(fields.description)))
    return refuse({
      description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
    })
  if (fields.priority && !['Highest', 'High', 'Medium', 'Low', 'Lowest'].includes(fields.priority.name))
    return refuse({ priority: 'Specify a valid value for priority' })
  return {
    status: 201,
    body: { id: '10042', key: 'SUP-42', self: `https://${HOST}/rest/api/3/issue/10042` },
  }
}

const start = (t: ExecutionContext, secrets: Record<string, string> = {}): Promise<TemplateBench> =>
  startTemplate(t, 'jira-bug', {
    names: [HOST],
    protocol: jira,
    secrets: {
      JIRA_HOST: HOST,
      JIRA_EMAIL: EMAIL,
      JIRA_API_TOKEN: TOKEN,
      JIRA_PROJECT_KEY: 'SUP',
      ...secrets,
    },
  })

const text = (value: string): Node => ({ type: 'text', text: value })
const heading = (value: string) => ({ type: 'heading', attrs: { level: 3 }, content: [text(value)] })
const paragraph = (...lines: string[]) => ({
  type: 'paragraph',
  content: lines.flatMap((line, index) => [...(index > 0 ? [{ type: 'hardBreak' }] : []), text(line)]),
})

test('files the bug with a description in paragraphs, and gives its key and link', async (t) => {
  const { run, service } = await start(t)
  const { result, error } = await run({
    summary: ' Export stops\nat 1,000 rows ',
    description: 'A customer exports 4,000 orders.\n\nThey get 1,000 – "all" was expected.\n\n\n',
    steps_to_reproduce: '1. Open Orders\n2. Export as CSV',
    reported_by: 'ada@example.com',
    priority: 'high',
  })
  t.is(error, null)
  t.deepEqual(result, {
    issue: 'SUP-42',
    summary: 'Export stops at 1,000 rows',
    link: `https://${HOST}/browse/SUP-42`,
  })
  t.is(service.calls.length, 1)
  t.deepEqual(JSON.parse(service.calls[0]?.body ?? '').fields, {
    project: { key: 'SUP' },
    issuetype: { name: 'Bug' },
    summary: 'Export stops at 1,000 rows',
    labels: ['support'],
    priority: { name: 'High' },
    description: {
      type: 'doc',
      version: 1,
      content: [
        paragraph('A customer exports 4,000 orders.'),
        paragraph('They get 1,000 – "all" was expected.'),
        heading('Steps to reproduce'),
        paragraph('1. Open Orders', '2. Export as CSV'),
        heading('Reported by'),
        paragraph('ada@example.com'),
      ],
    },
  })
})

test('is not run without approval', (t) => {
  t.true(templateOf('jira-bug').action.requires_approval)
})

test('cuts a summary that is too long, and takes the type by its name on the site', async (t) => {
  const { run, service } = await start(t, { JIRA_ISSUE_TYPE: 'Fehler' })
  const { error } = await run({ summary: 'x'.repeat(400), description: 'y' })
  t.is(error, null)
  const { fields } = JSON.parse(service.calls[0]?.body ?? '')
  t.is(fields.summary.length, 255)
  t.is(fields.issuetype.name, 'Fehler')
})

test('says which secret to check where the token is wrong', async (t) => {
  const { run } = await start(t, { JIRA_API_TOKEN: 'token-of-somebody-else' })
  const { error } = await run({ summary: 'a', description: 'b' })
  t.regex(
    error?.message ?? '',
    /^ServiceError: Jira does not accept the key \(401\)\. Check the secret JIRA_API_TOKEN\./,
  )
})

test("passes on Jira's own words where a field is wrong", async (t) => {
  const { run } = await start(t, { JIRA_PROJECT_KEY: 'NOPE' })
  const project = await run({ summary: 'a', description: 'b' })
  t.regex(
    project.error?.message ?? '',
    /Jira refuses the request \(400\)\. It says: project: valid project is required\./,
  )
})

test('says so where there is no Jira at the host, and where nothing was said at all', async (t) => {
  const { run, service } = await start(t)
  service.first({ status: 404, body: '<h1>Site not found</h1>' })
  const nobody = await run({ summary: 'a', description: 'b' })
  t.regex(nobody.error?.message ?? '', /no Jira at this host\. Check the secret JIRA_HOST/)
  const empty = await run({ summary: ' \n', description: 'b' })
  t.regex(empty.error?.message ?? '', /The bug needs a summary/)
  t.is(service.calls.length, 1)
})

test('tries again where Jira did not take it, and never where it may have', async (t) => {
  const { run, service } = await start(t)
  service.first(tooMany(1, { errorMessages: ['Rate limit exceeded.'], errors: {} }))
  t.is((await run({ summary: 'a', description: 'b' })).error, null)
  t.is(service.calls.length, 2)
  service.first({ status: 500, body: { errorMessages: ['Internal server error'], errors: {} } })
  const { error } = await run({ summary: 'a', description: 'b' })
  t.regex(error?.message ?? '', /problem of its own \(500\)\. It may or may not have done what was asked/)
  t.is(service.calls.length, 3)
  service.first({ broken: true })
  const broken = await run({ summary: 'a', description: 'b' })
  t.regex(
    broken.error?.message ?? '',
    /The connection to Jira broke\. It may or may not have done what was asked/,
  )
  t.is(service.calls.length, 4)
})

test('a token that is bound to Atlassian goes nowhere else', async (t) => {
  const { run, service } = await start(t, { JIRA_HOST: 'jira.example.org' })
  const { error } = await run({ summary: 'a', description: 'b' })
  t.regex(
    error?.message ?? '',
    /Jira could not be reached\. jira\.example\.org is not among the allowed hosts/,
  )
  t.is(service.calls.length, 0)
})
