import { expectText } from '../../expect.ts'
import { dockerRun } from '../../subjects/docker-run.ts'

/** Code as actions have it, and what it prints. */
export interface Kind {
  name: string
  code: string
  prints: string
}

export const HELLO: Kind = { name: "print('hello')", code: "print('hello')", prints: 'hello' }
export const REQUESTS: Kind = {
  name: 'import requests',
  code: 'import requests\nprint(requests.__name__)',
  prints: 'requests',
}
export const PANDAS: Kind = {
  name: 'import pandas, pyplot',
  code: 'import pandas, matplotlib.pyplot\nprint(pandas.__name__)',
  prints: 'pandas',
}

/** The names of what is measured of it. */
export const baselineOf = ({ name }: Kind): string => `docker run: ${name}`
export const sandboxOf = ({ name }: Kind): string => `sandbox: ${name}`
export const triggerOf = ({ name }: Kind): string => `by trigger: ${name}`

/** Once by the command, to its end. */
export const byCommand =
  ({ image, dockerHost }: { image: string; dockerHost: string }, { code, prints }: Kind) =>
  async (): Promise<void> =>
    expectText(await dockerRun(image, code, dockerHost).output, prints)

/** Once in a sandbox, to its end. */
export const inSandbox =
  ({ output }: { output(code: string): Promise<string> }, { code, prints }: Kind) =>
  async (): Promise<void> =>
    expectText(await output(code), prints)
