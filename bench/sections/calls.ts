import { expectText } from '../expect.ts'
import { latencies } from '../measure.ts'
import type { Section, Subject } from '../subject.ts'
import { ask, createProfileAction, triggerAndWait } from '../subjects/actions.ts'
import { bareWorkflow } from '../subjects/bare-workflow.ts'
import { throughputs } from '../throughput.ts'
import type { World } from '../world.ts'

const SAMPLES = 60
const IN_BODY = 'Octocat'

/** What a user waits for, against the least that it could be. */
export const calls: Section = {
  name: 'calls',
  about: 'API Call action and question against a bare fetch and a bare workflow of one activity',
  async run(context) {
    const { bareFetch, bareNothing, bareCall, apiCall, question } = await prepare(await context.world())
    return [
      await latencies('One at a time', [bareFetch, bareNothing, bareCall, apiCall, question], context),
      await throughputs([bareCall, apiCall], context),
    ]
  },
}

async function prepare({ api, temporal, targetUrl }: World) {
  const url = `${targetUrl}/users/octocat`
  const action = await createProfileAction(api, targetUrl)
  const emptyWorkflow = bareWorkflow(temporal, 'bareNothing', [])
  const fetchWorkflow = bareWorkflow(temporal, 'bareCall', [url])
  const bareFetch: Subject = {
    name: 'bare fetch',
    samples: SAMPLES,
    once: async () => expectText(await (await fetch(url)).text(), IN_BODY),
  }
  const bareNothing: Subject = {
    name: 'bare workflow, one empty activity',
    samples: SAMPLES,
    once: async () => expectText(await emptyWorkflow(), 'nothing'),
  }
  const bareCall: Subject = {
    name: 'bare workflow, one activity that fetches',
    baseline: bareFetch.name,
    samples: SAMPLES,
    once: async () => expectText(await fetchWorkflow(), IN_BODY),
  }
  const apiCall: Subject = {
    name: 'API Call action by trigger',
    baseline: bareCall.name,
    aim: 1.5,
    rateAim: 0.7,
    samples: SAMPLES,
    once: async () => expectText(await triggerAndWait(api, action, { username: 'octocat' }), IN_BODY),
  }
  const question: Subject = {
    name: 'question to the built-in engine, one API Call',
    baseline: bareCall.name,
    samples: SAMPLES,
    once: async () => expectText(await ask(api, 'who is octocat on github?'), IN_BODY),
  }
  return { bareFetch, bareNothing, bareCall, apiCall, question }
}
