/** Trying an action out while it is being written. */
export const testPanel = {
  title: 'Test',
  intro:
    'Runs the action as it stands in the form, for real, with these values. Nothing is saved but the run.',
  noParameters: 'It needs no values: run it as it is.',
  values: 'Sample values',
  run: 'Run test',
  cancel: 'Cancel',
  cancelling: 'Ends as soon as it can.',
  result: 'Result of the test',
  fallback: (value: string) => `Where empty: ${value}`,
  optional: 'May be empty',
  refused: 'The test did not begin.',
  waits: 'The action asks for approval first, also under test. Approve it on the page of the run.',
  toRun: 'Open the run in the history',
  warnings: 'Good to know',
  figures: {
    title: 'Figures',
    duration: 'Took',
    status: 'HTTP status',
    attempts: 'Attempts',
    redirects: 'Redirects followed',
    response: 'Service took',
  },
}
