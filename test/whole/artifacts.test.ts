/*
 * A question whose answer is a picture and a table: from the code in its container to the bytes that a client
 * fetches, with everything that `npm start` brings up. No secret is in any of it.
 */
import { createHash } from 'node:crypto'
import test from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { apiClient } from '../support/api-client.ts'
import { startErrand } from '../support/errand.ts'
import { filesWith } from '../support/find-bytes.ts'
import { brain, startModelServer } from '../support/model-server.ts'

const CANARY = 'sales-canary-9Wq3LmZx71Kd'

/** Prints the digests of what it wrote, so that the test knows what has to come back. */
const salesAction = {
  name: 'Sales chart',
  description: 'Draws the sales of a year as a chart',
  trigger: 'When the user asks for a chart of the sales of a year',
  parameters: [{ name: 'year', type: 'number', description: 'The year of the sales' }],
  type: 'python',
  python: {
    code: `import hashlib, json, os, pathlib
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
import pandas
sales = pandas.DataFrame({'month': ['Jan', 'Feb', 'Mar'], 'sold': [3, 1, 2]})
sales.plot(x='month', y='sold', title=os.environ['year'])
plt.savefig('/tmp/out/sales.png')
sales.to_csv('/tmp/out/sales.csv', index=False)
pathlib.Path('/tmp/out/request.json').write_text(json.dumps({'authorization': 'Bearer ' + os.environ['SALES_TOKEN']}))
digest = lambda name: hashlib.sha256(pathlib.Path('/tmp/out', name).read_bytes()).hexdigest()
print(json.dumps({'png': digest('sales.png'), 'csv': digest('sales.csv')}))
`,
  },
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

for (const engine of ['built-in engine', 'model'] as const)
  test(`a question is answered with a chart and a table, by the ${engine}`, async (t) => {
    const model = await startModelServer(brain({ fill: () => ({ year: 2025 }) }))
    t.teardown(model.close)
    const environment: Record<string, string> =
      engine === 'model' ? { ERRAND_MODEL_URL: model.url, ERRAND_MODEL: 'test-model' } : {}
    const errand = await startErrand({ environment })
    t.teardown(errand.remove)
    const api = apiClient(errand.url, errand.adminKey)
    await api.post('/gurus', { slug: 'acme' })
    await api.put('/acme/secrets/SALES_TOKEN', { value: CANARY })
    await api.post('/acme/actions', salesAction)

    const answer = await api.post<AnswerRecord>('/acme/answer/', { question: 'Sales chart of the year 2025' })
    t.like(answer.actions, [{ name: 'Sales chart', status: 'succeeded', parameters: { year: 2025 } }])
    t.regex(answer.content, /sales\.png/)
    t.regex(answer.content, /sales\.csv/)

    const run = await api.get<Run>(`/acme/runs/${answer.actions[0]?.run_id}`)
    t.deepEqual(run.warnings, [])
    t.deepEqual(
      run.artifacts.map(({ name, content_type }) => [name, content_type]),
      [
        ['request.json', 'application/json'],
        ['sales.csv', 'text/csv'],
        ['sales.png', 'image/png'],
      ],
    )
    const fetched = async (name: string): Promise<Buffer> => {
      const response = await fetch(`${errand.url}/api/v1/acme/runs/${run.id}/artifacts/${name}`, {
        headers: { 'x-api-key': errand.adminKey },
      })
      t.is(response.status, 200)
      return Buffer.from(await response.arrayBuffer())
    }
    t.deepEqual(JSON.parse(run.output ?? ''), {
      png: sha256(await fetched('sales.png')),
      csv: sha256(await fetched('sales.csv')),
    })
    t.is((await fetched('request.json')).toString(), '{"authorization": "Bearer ***SALES_TOKEN***"}')
    t.deepEqual(await filesWith(errand.dataFolder, CANARY), [])
    if (engine === 'model') t.regex(JSON.stringify(model.requests.at(-1)), /sales\.png \(image\/png\)/)
  })
