// How AVA runs the tests; `npm test` is test/run.ts, which starts what they need.

/** These take longest, in this order: they begin first, so that none is left to run by itself at the end. */
const LONG = [
  ...['api/fuzz', 'api/schedule-times', 'cli/', 'docs/cli', 'domain/masking.property', 'production/'],
  ...[
    'whole/',
    'dashboard/',
    'api/',
    'docs/',
    'client/',
    'stack/',
    'egress/',
    'eval/',
    'sandbox/',
    'templates/',
  ],
]

const placeOf = (file) => {
  const place = LONG.findIndex((name) => file.includes(`/test/${name}`))
  return place === -1 ? LONG.length : place
}

export default {
  extensions: { ts: 'module' },
  files: ['test/**/*.test.ts'],
  require: ['./test/support/leave-nothing.ts', './test/support/contract/watch-fetch.ts'],
  workerThreads: false,
  timeout: '5m',
  concurrency: 3,
  sortTestFiles: (a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b),
}
