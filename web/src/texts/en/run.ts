import type { StepName } from '../../../../domain/run.ts'

/** What is said of one run, wherever it is shown. */
export const run = {
  steps: {
    title: 'Steps',
    none: 'No step has begun yet.',
    name: {
      detect: 'Find the action',
      extract: 'Read the values',
      approve: 'Approval',
      execute: 'Run the action',
      mask: 'Hide secrets',
      interpret: 'Word the answer',
    } satisfies Record<StepName, string>,
    status: { running: 'under way', succeeded: 'done', failed: 'failed' },
    now: (name: string) => `Now: ${name}`,
  },
  error: {
    whatToDo: 'What to do',
    toAction: 'Open the action',
    toSecrets: 'Open Secrets',
  },
  hosts: {
    title: 'Hosts reached',
    caption: 'Where the code connected to',
    host: 'Host',
    connections: 'Connections',
    sent: 'Sent',
    received: 'Received',
    refused: 'Refused',
    others: 'all others',
    unreadable: 'not readable',
    networkLimit: 'It had used up what it may use of the network',
    refusals: (count: number) => (count === 1 ? 'once' : `${count} times`),
  },
}
