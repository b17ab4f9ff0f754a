import { Client, Connection } from '@temporalio/client'
import Docker from 'dockerode'
import { ensureSandboxImage } from '../../sandbox/image/build.ts'
import { apiClient } from '../../test/support/api-client.ts'
import { startErrand } from '../../test/support/errand.ts'
import { BARE_TASK_QUEUE } from '../bare/task-queue.ts'
import { startChild } from '../child.ts'
import { latencyTable, measureInTurns, throughput } from '../measure.ts'
import type { Section, SectionContext, Subject, Table } from '../subject.ts'
import { dockerRun } from '../subjects/docker-run.ts'

const BARE_FETCH = 'bare fetch'
const BARE_WORKFLOW = 'bare workflow, one activity'
const API_CALL = 'API Call action by trigger'
const DOCKER_RUN = 'docker run'

const FAST_SAMPLES = 60
const SLOW_SAMPLES = 20
const BURST = 200
const BURST_CONCURRENCY = 20

/** What a user waits for, each against the least that it could be. */
export const mainJob: Section = {
  name: 'main-job',
  about: 'API Call, question and Python action against bare fetch, bare workflow and docker run',
  async run(context) {
    const { subjects, burst } = await prepare(context)
    context.progress('measuring')
    const results = await measureInTurns(subjects, context.progress)
    const rows: Table['rows'] = []
    for (const [name, once] of burst) {
      context.progress(`throughput: ${name}`)
      const rate = await throughput(once, Math.round(BURST * context.scale), BURST_CONCURRENCY)
      const base = Number(rows[0]?.[1] ?? rate)
      rows.push([name, rate.toFixed(1), `${(rate / base).toFixed(2)}×`])
    }
    return [
      latencyTable('One at a time', subjects, results),
      { title: `${BURST_CONCURRENCY} at a time`, columns: ['', 'per second', 'ratio'], rows },
    ]
  },
}

async function prepare({ progress, cleanUp, scale }: SectionContext) {
  progress('starting the target, Errand and a bare worker')
  const target = await startChild<number>('target.ts')
  cleanUp(target.stop)
  const url = `http://127.0.0.1:${target.ready}/users/octocat`
  const docker = new Docker()
  const image = await ensureSandboxImage({ docker, report: progress })
  const errand = await startErrand({
    environment: {
      ERRAND_EGRESS_ALLOW: `127.0.0.1:${target.ready}`,
      ERRAND_SANDBOX_IMAGE: image,
      ERRAND_RATE_LIMIT: '1000000',
    },
  })
  cleanUp(errand.remove)
  const bare = await startChild('bare/worker.ts', { TEMPORAL_ADDRESS: errand.temporalAddress })
  cleanUp(bare.stop)
  const connection = await Connection.connect({ address: errand.temporalAddress })
  cleanUp(() => connection.close())
  const { trigger, ask } = await makeActions(errand.url, errand.adminKey, target.ready)

  const client = new Client({ connection })
  let count = 0
  const bareWorkflow = async () => {
    const options = { args: [url], taskQueue: BARE_TASK_QUEUE, workflowId: `bench-${process.pid}-${count++}` }
    expect(await client.workflow.execute('bareCall', options), 'Octocat')
  }
  const runInDocker = dockerRun(docker, image, 'print("hello")')
  const subjects: Subject[] = [
    {
      name: BARE_FETCH,
      once: async () => expect(await (await fetch(url)).text(), 'Octocat'),
      samples: FAST_SAMPLES,
    },
    { name: BARE_WORKFLOW, baseline: BARE_FETCH, once: bareWorkflow, samples: FAST_SAMPLES },
    { name: API_CALL, baseline: BARE_WORKFLOW, once: () => trigger.api('Octocat'), samples: FAST_SAMPLES },
    {
      name: 'question, built-in engine, API Call',
      baseline: BARE_WORKFLOW,
      once: () => ask('who is octocat on github?', 'Octocat'),
      samples: FAST_SAMPLES,
    },
    { name: DOCKER_RUN, once: async () => expect(await runInDocker(), 'hello'), samples: SLOW_SAMPLES },
    {
      name: 'Python action by trigger',
      baseline: DOCKER_RUN,
      once: () => trigger.python('hello'),
      samples: SLOW_SAMPLES,
    },
  ]
  for (const subject of subjects) subject.samples = Math.max(1, Math.round(subject.samples * scale))
  const burst: [string, () => Promise<void>][] = [
    [BARE_WORKFLOW, bareWorkflow],
    [API_CALL, () => trigger.api('Octocat')],
  ]
  return { subjects, burst }
}

async function makeActions(url: string, key: string, port: number) {
  const api = apiClient(url, key)
  await api.post('/gurus', { slug: 'bench' })
  await api.put('/bench/secrets/TOKEN', { value: 'bench-token-0123456789' })
  const { id: apiCall } = await api.post<{ id: string }>('/bench/actions', {
    name: 'GitHub profile',
    trigger: "When the user asks for a GitHub user's profile information",
    parameters: [{ name: 'username', description: 'The GitHub login whose profile is asked for' }],
    type: 'api_call',
    api_call: {
      url: `http://127.0.0.1:${port}/users/{username}`,
      headers: { Authorization: 'Bearer {TOKEN}' },
    },
  })
  const { id: python } = await api.post<{ id: string }>('/bench/actions', {
    name: 'Hello',
    trigger: 'When the user wants to be greeted in Python',
    type: 'python',
    python: { code: 'print("hello")' },
  })
  const run = async (id: string, parameters: object, wanted: string) => {
    const { output } = await api.post<{ output: string | null }>(`/bench/actions/${id}/trigger?wait=true`, {
      parameters,
    })
    expect(output, wanted)
  }
  return {
    trigger: {
      api: (wanted: string) => run(apiCall, { username: 'octocat' }, wanted),
      python: (wanted: string) => run(python, {}, wanted),
    },
    ask: async (question: string, wanted: string) => {
      const { content } = await api.post<{ content: string }>('/bench/answer/', { question })
      expect(content, wanted)
    },
  }
}

function expect(text: string | null, wanted: string): void {
  if (!text?.includes(wanted))
    throw new Error(`Expected something with '${wanted}', got: ${text?.slice(0, 200)}`)
}
