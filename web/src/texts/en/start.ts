/** The way from a template to the first answer. */
export const start = {
  title: (template: string) => `Set up “${template}”`,
  unknown: 'There is no such template. Pick one from the list.',
  backToActions: 'Back to the actions',
  editInstead: 'Open in the editor instead',
  steps: {
    secrets: 'Fill in keys',
    test: 'Try it',
    save: 'Save and ask',
  },
  step: (number: number, of: number) => `Step ${number} of ${of}`,
  next: 'Next',
  back: 'Back',
  secrets: {
    intro: (service: string) =>
      `So that the action may use ${service}, it needs the following. Values are sealed when you save them: nobody can read them again, and they are taken out of whatever comes back.`,
    none: 'This action needs no keys.',
    set: 'Is set already. Leave this empty to keep it.',
    setMeanwhile:
      'Somebody has set it meanwhile. Leave this empty to keep that value, or fill it in to replace it.',
    optional: 'Optional',
    required: 'Fill this in: the action cannot run without it.',
    example: (example: string) => `Such as ${example}`,
    hosts: (name: string) => `Where ${name} may be sent`,
    hostsHint: 'It is never sent to any other host. Narrow a * to your own host.',
    save: 'Save and go on',
  },
  test: {
    intro:
      'Run the action once with these sample values, or with values that you know. It runs for real; the action itself is not saved yet.',
    run: 'Run the test',
    again: 'Run it again',
    approval:
      'This action changes something, so each run waits until somebody approves it. The test asks for approval too: open the run to approve it.',
    worked: 'It works. Go on to save it.',
    failed:
      'That did not work yet. Go back to the keys where the message points to one, or try other values.',
    skip: 'Go on without a test',
  },
  save: {
    name: 'Name of the action',
    nameHint: 'People see it as the source of an answer.',
    trigger: 'When it runs',
    triggerHint: 'Questions are compared with this. You can change it in the editor at any time.',
    submit: 'Save action',
    saved: (name: string) => `“${name}” is saved and answers questions from now on.`,
    savedDisabled: (name: string, reason: string) => `“${name}” is saved, but disabled: ${reason}`,
    question: 'Ask it something',
    questionHint: 'Change it as you like. The chat asks it, and shows what comes back.',
    ask: 'Ask in the chat',
    toEditor: 'See the action in the editor',
  },
  /** A first question for each template, with its own sample values. */
  questions: {
    'duplicate-charges': 'Was ada@example.com charged twice in the last 30 days?',
    entitlements: 'Which features does the plan of the customer acme-corp include?',
    'incident-impact':
      'Which customers were affected by the incident between 2026-03-01T14:00:00Z and 2026-03-01T15:30:00Z?',
    incidents: 'Is something down right now?',
    'jira-bug': 'Please file a bug in Jira: the export to CSV stops at 1,000 rows.',
    'parcel-tracking': 'Where is my parcel? The usps tracking number is 9205590164917312751089.',
    'refund-status': 'Where is the refund for order 1042?',
    'sla-risk': 'Which tickets are about to miss their SLA in the next 120 minutes?',
    'stock-level': 'Is TEE-BLACK-M in stock?',
    'subscription-state': 'Is the subscription of ada@example.com active?',
  } as Record<string, string>,
}
