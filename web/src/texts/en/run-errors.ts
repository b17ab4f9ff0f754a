import type { RunErrorCode } from '../../../../domain/run-errors.ts'

interface ErrorText {
  /** What happened, in a few plain words. */
  title: string
  /** What helps, one thing in each sentence or step. */
  help: string[]
  /** The page where that is done. */
  where?: 'action' | 'secrets'
}

/** What helps where a service has answered with an error, by the kind of its status. */
export const httpErrors = {
  denied:
    'The secret is wrong, has expired, or does not allow this. Ask for a new one and replace it on the Secrets page.',
  missing:
    'What was asked for does not exist. Compare the parameters of this run with what you expected, and the URL in the action.',
  throttled: 'The service was asked too often. Run it again in a few minutes.',
  broken: 'The service itself has a problem. Run it again later.',
}

/** What went wrong in a run and what to do about it, for somebody who can't code. */
export const runErrors = {
  http_error: {
    title: 'The service refused the request',
    help: [
      'Look at what the service said, in the output, and compare the parameters of this run with what you expected.',
    ],
    where: 'action',
  },
  connection_failed: {
    title: 'The service could not be reached',
    help: [
      'Check the spelling of the host in the action’s URL, and that the service is up.',
      'If the action changes something, look at the service first: it may have taken effect, and was not repeated.',
    ],
    where: 'action',
  },
  invalid_request: {
    title: 'The values do not make a valid request',
    help: [
      'Nothing was sent. Compare the parameters of this run with the URL, headers and body of the action: one of them does not fit where it stands.',
    ],
    where: 'action',
  },
  blocked_address: {
    title: 'This address is off limits',
    help: [
      'Actions may not reach private or internal addresses. If this one is meant to be reached, whoever operates Errand can allow it; the message above says how.',
    ],
    where: 'action',
  },
  secret_not_allowed: {
    title: 'A secret was about to leave for a host that it is not meant for',
    help: [
      'Nothing was sent. Correct the URL in the action, or allow the host for this secret on the Secrets page.',
    ],
    where: 'secrets',
  },
  timeout: {
    title: 'It took too long',
    help: [
      'If it changes something, look whether it happened before you run it again.',
      'If it simply needs longer, raise the time limit in the action, or ask for less at once.',
    ],
    where: 'action',
  },
  python_error: {
    title: 'The Python code failed',
    help: [
      'The message names the line. Send this page to whoever wrote the code; the details are under “Error output”.',
    ],
    where: 'action',
  },
  out_of_memory: {
    title: 'The code needed too much memory',
    help: ['It may use 512 MB. Ask for less at once, or have the code work in smaller parts.'],
    where: 'action',
  },
  output_limit: {
    title: 'The code printed without end',
    help: ['Have the code print only what the answer needs.'],
    where: 'action',
  },
  forbidden_code: {
    title: 'The code uses something that is not allowed here',
    help: ['The message names it. Send this page to whoever wrote the code.'],
    where: 'action',
  },
  secret_missing: {
    title: 'A secret that the action needs is gone',
    help: ['Create it again on the Secrets page, enable the action, then run it again.'],
    where: 'secrets',
  },
  engine_unavailable: {
    title: 'There was nothing to run the code on',
    help: [
      'The container engine is down, or too much was going on. Nothing was run, unless the message says otherwise.',
      'Run it again in a minute. If it happens again, tell whoever operates Errand.',
    ],
  },
  model_failed: {
    title: 'The action ran, but the language model could not word the answer',
    help: [
      'The answer was worded without it. If it happens again, tell whoever operates Errand to check the model’s address, key and name.',
    ],
  },
  interrupted: {
    title: 'It may or may not have happened',
    help: [
      'Contact was lost in the middle, and it was not repeated. Look at the service whether it took effect; run it again only if it did not.',
    ],
  },
  cancelled: {
    title: 'Somebody stopped it',
    help: ['What had been sent by then may have taken effect. Run it again if it is still wanted.'],
  },
  rejected: {
    title: 'It was not approved',
    help: ['Nothing was run. Ask whoever decided, or run it again and have it approved in time.'],
  },
} satisfies Record<RunErrorCode, ErrorText>
