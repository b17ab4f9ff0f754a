import { type Logger, pino } from 'pino'

/**
 * Nothing of ours logs these. Should somebody log an object that holds one after all, such as a request or an error of a
 * library, its value does not get out.
 */
const NEVER = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'cookie',
  'set-cookie',
  'headers',
  'body',
  'query',
  'key',
  'token',
  'password',
  'secret',
  'value',
]
/** A key that somebody has put where it does not belong, such as the path. */
const KEYS = /errand_[\w-]{8,}/g

const quoted = (name: string): string => `["${name}"]`

/** The log of a process: one JSON object a line, on standard output. */
export const createLog = (name: string, level: string): Logger =>
  pino({
    name,
    level,
    redact: {
      // Deeper ones would cost each line more than all the rest of it.
      paths: NEVER.flatMap((field) => [quoted(field), `*${quoted(field)}`]),
      censor: '***',
    },
  })

/** A text that a client has sent, fit for the log. */
export const withoutKeys = (text: string): string => text.replace(KEYS, 'errand_***')
