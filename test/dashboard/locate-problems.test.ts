// Where the editor shows what the API finds wrong.
import test from 'ava'

// The client of the dashboard asks the page where it is. Its types are those of a browser, which tests don't have.
Object.assign(globalThis, { location: { origin: 'http://localhost' } })
const load = (path: string) => import(`../../web/src/${path}`)
const { ProblemError } = await load('api/client.ts')
const { locateProblems } = await load('pages/editor/form/locate-problems.ts')

test('a secret that is wrong is called by its name, also where one before it is not declared any more', (t) => {
  const values = {
    type: 'api_call',
    api_call: { url: 'https://api.example.com/{KEPT}', headers: [], body: null },
    schedule: { delivery: null },
    secrets: ['FORMER', 'KEPT', 'PATH'],
    found_secrets: ['FORMER', 'KEPT'],
  }
  const problem = {
    type: 'urn:errand:problem:validation_failed',
    title: 'Invalid',
    status: 422,
    detail: 'Invalid',
    msg: 'Invalid',
    errors: [{ path: 'secrets.1', message: 'is a reserved name' }],
  }
  t.deepEqual(locateProblems(new ProblemError(problem, null), values), {
    fields: { secrets: 'PATH is a reserved name' },
    shown: ['secrets.1'],
  })
})
