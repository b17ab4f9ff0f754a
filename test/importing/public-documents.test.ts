// Three descriptions that their services publish: GitHub (JSON, 3.0), ShipEngine (YAML, 3.0), Figma (YAML, 3.1).
import test, { type ExecutionContext } from 'ava'
import { type ActionInput, type ApiCall, actionInputSchema } from '../../domain/action.ts'
import { renderRequest, templateProblems } from '../../domain/template.ts'
import { importOpenApi } from '../../importing/openapi/import-openapi.ts'
import type { OpenApiImport } from '../../importing/schemas.ts'
import { triggerAdvice } from '../../language/advice/trigger.ts'
import { githubDocument, installedDocument } from './support/public-documents.ts'

const callOf = ({ api_call }: ActionInput): ApiCall => api_call as ApiCall

function imported(t: ExecutionContext, text: string): OpenApiImport {
  const start = performance.now()
  const result = importOpenApi(text)
  const took = Math.round(performance.now() - start)
  t.log(
    `${result.actions.length} drafts, ${result.warnings.length} warnings, ${text.length} characters, ${took} ms`,
  )
  const names = new Set<string>()
  let advised = 0
  for (const action of result.actions) {
    t.deepEqual(actionInputSchema.parse(action), action)
    t.deepEqual(templateProblems(callOf(action), action), [], action.name)
    t.false(names.has(action.name.toLowerCase()), action.name)
    names.add(action.name.toLowerCase())
    if (triggerAdvice(action).length > 0) advised += 1
  }
  t.log(`${advised} triggers could be better`)
  t.true(advised <= result.actions.length / 50)
  const methods = result.actions.map((action) => callOf(action).method)
  t.is(
    methods.lastIndexOf('GET') + 1,
    methods.filter((method) => method === 'GET').length,
    'reading comes first',
  )
  return result
}

const find = ({ actions }: OpenApiImport, method: string, path: string): ActionInput => {
  const found = actions.find(
    (action) =>
      callOf(action).method === method && callOf(action).url.replace(/^https:\/\/[^/]*|\?.*/g, '') === path,
  )
  if (!found) throw new Error(`There is no ${method} ${path}`)
  return found
}

test("imports GitHub's API", async (t) => {
  const result = imported(t, await githubDocument())
  t.is(result.actions.length, 1186)

  const issue = find(result, 'POST', '/repos/{owner}/{repo}/issues')
  t.is(issue.name, 'Create an issue')
  t.is(issue.trigger, 'When the user wants to create an issue')
  t.is(callOf(issue).url, 'https://api.github.com/repos/{owner}/{repo}/issues')
  t.like(
    issue.parameters.find(({ name }) => name === 'body'),
    { type: 'string', required: false },
  )
  const rendered = renderRequest(callOf(issue), {
    parameters: { owner: 'octo', repo: 'hello world', body: 'It "fails"' },
    secrets: {},
  })
  t.is(rendered.url, 'https://api.github.com/repos/octo/hello%20world/issues')
  t.is(rendered.headers['Content-Type'], 'application/json')
  t.deepEqual(JSON.parse(rendered.body ?? ''), { body: 'It "fails"' })

  const repository = find(result, 'GET', '/repos/{owner}/{repo}')
  t.deepEqual(
    repository.parameters.map(({ name, required }) => [name, required]),
    [
      ['owner', true],
      ['repo', true],
    ],
  )

  const list = find(result, 'GET', '/repos/{owner}/{repo}/issues')
  t.like(
    list.parameters.find(({ name }) => name === 'state'),
    { default: 'open', required: false },
  )
  t.regex(
    list.parameters.find(({ name }) => name === 'state')?.description ?? '',
    /One of: open, closed, all\./,
  )
  t.is(
    renderRequest(callOf(list), {
      parameters: { owner: 'a', repo: 'b', state: 'all', per_page: 5 },
      secrets: {},
    }).url,
    'https://api.github.com/repos/a/b/issues?state=all&per_page=5',
  )

  const removal = find(result, 'DELETE', '/repos/{owner}/{repo}')
  t.true(removal.requires_approval)
  t.true(
    result.warnings.some((warning) => /does not say how requests are signed in|have to put/.test(warning)),
  )
})

test("imports ShipEngine's API, which signs in by a header", async (t) => {
  const result = imported(t, await installedDocument('shipengine-openapi/openapi.yaml'))
  t.is(result.actions.length, 76)
  const label = find(result, 'GET', '/v1/labels/{label_id}')
  t.deepEqual(callOf(label).headers, { 'API-Key': '{SHIPENGINE_API_KEY}' })
  t.deepEqual(label.secrets, ['SHIPENGINE_API_KEY'])
  t.true(result.warnings[0]?.includes('SHIPENGINE_API_KEY'))
  const rendered = renderRequest(callOf(find(result, 'GET', '/v1/carriers/{carrier_id}')), {
    parameters: { carrier_id: 'se/1' },
    secrets: { SHIPENGINE_API_KEY: 'TEST_1' },
  })
  t.like(rendered, { url: 'https://api.shipengine.com/v1/carriers/se%2F1', headers: { 'API-Key': 'TEST_1' } })
})

test("imports Figma's API, of OpenAPI 3.1", async (t) => {
  const result = imported(t, await installedDocument('@figma/rest-api-spec/openapi/openapi.yaml'))
  t.is(result.actions.length, 50)
  const file = find(result, 'GET', '/v1/files/{file_key}')
  t.is(
    callOf(file).headers.Authorization ?? callOf(file).headers['X-Figma-Token'],
    callOf(file).headers.Authorization ? 'Bearer {FIGMA_TOKEN}' : '{FIGMA_TOKEN}',
  )
  t.deepEqual(
    file.parameters.filter(({ required }) => required).map(({ name }) => name),
    ['file_key'],
  )
  t.is(file.parameters.find(({ name }) => name === 'depth')?.type, 'number')
  const comment = find(result, 'POST', '/v1/files/{file_key}/comments')
  t.deepEqual(
    JSON.parse(
      renderRequest(callOf(comment), {
        parameters: { file_key: 'abc', message: 'Nice' },
        secrets: { FIGMA_TOKEN: 'figd_1' },
      }).body ?? '',
    ),
    { message: 'Nice' },
  )
  t.true(
    result.warnings.some(
      (warning) => warning === 'GET /v1/teams/{team_id}/projects was left out: it is deprecated.',
    ),
  )
})
