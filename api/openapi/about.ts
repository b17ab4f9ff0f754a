/** What the document says of the API as a whole. */
export const INFO = {
  title: 'Errand',
  version: '1',
  summary: 'Actions that an AI assistant carries out, as durable workflows',
  description: [
    'Everything is JSON in snake_case, times are ISO 8601 in UTC, ids are opaque. A trailing slash changes nothing, and whatever takes GET takes HEAD.',
    'Send your key as `x-api-key: KEY` or `Authorization: Bearer KEY`. The admin key may do everything; keys of a guru with the role `manage` everything below its slug; those with the role `chat` ask, and read what they asked.',
    'Whatever is refused is answered with a problem document (RFC 9457): `type` is stable and for programs, `detail` is for people, `errors` has each field that is wrong.',
  ].join('\n\n'),
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

/** The groups of operations, in the order in which they are shown. */
export const TAGS: Record<string, string> = {
  'Signing in': 'Sessions of browsers, in place of a key in each request.',
  Installation: 'How this Errand is set up.',
  Gurus:
    'Tenants: each has its own actions, secrets, keys and history. For the admin; a manage key reads its own.',
  Keys: "A guru's own keys. For the admin.",
  Secrets: 'Values that actions use. They go in and never come out.',
  Actions: 'What can be done: an API Call or Python, with what triggers it. Also running one by hand.',
  Schedules: 'When an action runs by itself. The schedule itself is a part of the action.',
  Templates: 'Ready-made actions.',
  Asking: 'Questions, their answers, and the conversations that they make up.',
  Runs: 'The history, as Temporal has it, and what is under way.',
  Audit: 'Who changed what.',
  Health: 'For load balancers and probes.',
  Documentation: 'This API, for programs and for people.',
}

export const SECURITY_SCHEMES = {
  key: { type: 'apiKey', in: 'header', name: 'x-api-key', description: "The admin key, or a guru's" },
  bearer: { type: 'http', scheme: 'bearer', description: 'The same key as a bearer token' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'errand_session',
    description:
      'Of a browser that has signed in; over https its name begins with __Host-. What changes something needs the header x-csrf-protection: 1 beside it.',
  },
} as const
