import Docker from 'dockerode'
import { expectText } from '../expect.ts'
import { latencies } from '../measure.ts'
import type { Section, Subject } from '../subject.ts'
import { createAction, triggerAndWait } from '../subjects/actions.ts'
import { dockerRun } from '../subjects/docker-run.ts'

const SAMPLES = 20
const CODE = 'print("hello")'

export const sandbox: Section = {
  name: 'sandbox',
  about: 'Python action against `docker run` with the same image and limits',
  async run(context) {
    const { api, sandbox: found } = await context.world()
    if (!found) throw new Error('There is no container engine here: start one, or leave out this section.')
    // Where dockerode looks, with or without TLS.
    process.env.DOCKER_HOST = found.dockerHost
    const runHello = dockerRun(new Docker(), found.image, CODE)
    const action = await createAction(api, {
      name: 'Hello',
      trigger: 'When the user wants to be greeted in Python',
      type: 'python',
      python: { code: CODE },
    })
    const bare: Subject = {
      name: 'docker run',
      samples: SAMPLES,
      once: async () => expectText(await runHello(), 'hello'),
    }
    const python: Subject = {
      name: 'Python action by trigger',
      baseline: bare.name,
      samples: SAMPLES,
      once: async () => expectText(await triggerAndWait(api, action, {}), 'hello'),
    }
    return [await latencies('Python', [bare, python], context)]
  },
}
