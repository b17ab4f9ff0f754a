import { z } from 'zod'
import { allowListProblems } from './egress-allow-list.ts'
import { trustedProxies } from './trusted-proxies.ts'

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)

const integer = (fallback: number, min: number, max: number) => wholeNumber(min, max).default(fallback)
const integerOrUnset = (min: number, max: number) => wholeNumber(min, max).optional()

const url = (protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    )

/** `socks5://` would need another way to open tunnels. */
const proxyUrl = url(['http:', 'https:']).optional()

const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .default('false')
  .transform((value) => value === 'true')

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
)

const isOrigin = (text: string): boolean =>
  !text.includes('*') &&
  URL.canParse(text) &&
  /^https?:$/.test(new URL(text).protocol) &&
  new URL(text).origin === text

/** A key of the history: 32 bytes in base64. */
export const HISTORY_KEY = /^[A-Za-z0-9+/]{43}=$/

/** An empty variable counts as unset, as compose files write it. */
const schema = z.object({
  ERRAND_PORT: integer(8080, 0, 65_535),
  ERRAND_HOST: z.string().default('127.0.0.1'),
  ERRAND_DATA: z.string().default('.errand'),
  ERRAND_ADMIN_KEY: z.string().min(16, 'must have at least 16 characters').max(200).optional(),
  ERRAND_PUBLIC_URL: url(['http:', 'https:']).optional(),
  ERRAND_TRUST_PROXY: list
    .transform((entries, context) => {
      const trusted = trustedProxies(entries)
      if (trusted !== null) return trusted
      context.addIssue({
        code: 'custom',
        message:
          'must be how many proxies stand before Errand, from 1 to 10, or their addresses and networks',
      })
      return z.NEVER
    })
    .optional(),
  ERRAND_CORS_ORIGINS: list
    .refine(
      (origins) => origins.every(isOrigin),
      'must be origins such as https://app.example.com, separated by commas: no path, no *',
    )
    .default([]),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port, such as temporal.internal:7233')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().optional(),
  TEMPORAL_UI_URL: url(['http:', 'https:']).optional(),
  // Not a URL in the WHATWG sense: it may list several hosts.
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/[^\s/?]/, 'must start with mongodb:// or mongodb+srv:// and a host')
    .optional(),
  DOCKER_HOST: z
    .string()
    .regex(/^(unix|tcp|http|https|ssh|npipe):\/\//, 'must start with unix://, tcp://, http(s):// or ssh://')
    .optional(),
  ERRAND_MODEL_URL: url(['http:', 'https:']).optional(),
  ERRAND_MODEL: z.string().optional(),
  ERRAND_MODEL_KEY: z.string().optional(),
  ERRAND_EGRESS_ALLOW: list
    .superRefine((entries, context) => {
      for (const message of allowListProblems(entries)) context.addIssue({ code: 'custom', message })
    })
    .default([]),
  HTTP_PROXY: proxyUrl,
  HTTPS_PROXY: proxyUrl,
  ALL_PROXY: proxyUrl,
  NO_PROXY: z.string().optional(),
  ERRAND_PROXY_RESOLVES: flag,
  NODE_EXTRA_CA_CERTS: z.string().optional(),
  ERRAND_ACTION_LIMIT: integer(10, 1, 100_000),
  ERRAND_RATE_LIMIT: integer(10, 1, 1_000_000),
  ERRAND_RETENTION_DAYS: integer(30, 1, 3_650),
  ERRAND_ENCRYPT_HISTORY: flag,
  // Its message must not repeat the value.
  ERRAND_HISTORY_KEY: list
    .refine(
      (keys) => keys.length > 0 && keys.every((key) => HISTORY_KEY.test(key)),
      'must be 32 bytes in base64 (44 characters), or several such keys, separated by commas, newest first',
    )
    .optional(),
  ERRAND_WORKER_ROLE: z.enum(['all', 'light', 'sandbox'], 'must be all, light or sandbox').default('all'),
  ERRAND_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ERRAND_METRICS_PORT: integerOrUnset(1, 65_535),
  ERRAND_METRICS_HOST: z.string().default('127.0.0.1'),
  ERRAND_METRICS_WORKERS: list
    .refine(
      (addresses) => addresses.every((address) => /^[\w.[\]:-]+:\d+$/.test(address)),
      'must be host:port, or several of these, separated by commas',
    )
    .default([]),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:']).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf', 'http/json'], 'must be http/protobuf or http/json: traces are sent over HTTP')
    .optional(),
  SANDBOX_RUNTIME: z
    .string()
    .regex(/^[\w.-]+$/, 'must be the name of a runtime that the container engine knows, such as runsc')
    .optional(),
  ERRAND_SANDBOX_IMAGE: z.string().optional(),
  ERRAND_SANDBOX_RUNS: integerOrUnset(1, 1_000),
  ERRAND_SANDBOX_WAITING: integerOrUnset(0, 1_000),
  ERRAND_SANDBOX_WAITING_MB: integerOrUnset(0, 1_000_000),
})

export type Configuration = z.infer<typeof schema>

/** Thrown with one readable list of every wrong variable. */
export class ConfigurationError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    )
    this.name = 'ConfigurationError'
    this.problems = problems
  }
}

/**
 * Reads Errand's settings from environment variables.
 * @throws {ConfigurationError} naming every wrong variable at once
 */
export function readConfiguration(environment: Record<string, string | undefined>): Configuration {
  const known = Object.keys(schema.shape)
  const given = Object.fromEntries(
    known.flatMap((name) => {
      const value = environment[name] || (/_PROXY$/.test(name) && environment[name.toLowerCase()])
      return value ? [[name, value]] : []
    }),
  )
  const parsed = schema.safeParse(given)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (given.ERRAND_MODEL_URL && !given.ERRAND_MODEL)
    problems.push('ERRAND_MODEL: must name the model, since ERRAND_MODEL_URL is set')
  if (given.ERRAND_MODEL && !given.ERRAND_MODEL_URL)
    problems.push('ERRAND_MODEL_URL: must be set, since ERRAND_MODEL is')
  problems.push(...unknownNames(environment, known))
  if (!parsed.success || problems.length > 0) throw new ConfigurationError(problems)
  return parsed.data
}

/** A misspelt ERRAND_ variable would otherwise be ignored without a word. These are for others: tests, and the CLI. */
const INTERNAL = /^ERRAND_(INTERNAL|CACHE|(URL|KEY)$)/

function unknownNames(environment: Record<string, string | undefined>, known: string[]): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('ERRAND_') && !known.includes(name) && !INTERNAL.test(name))
    .map(
      (name) =>
        `${name}: is not a setting of Errand (known: ${known.filter((other) => other.startsWith('ERRAND_')).join(', ')})`,
    )
}
