import type { Configuration } from '../../domain/configuration.ts'
import { modelProtocolOf } from '../../domain/model-protocol.ts'
import manifest from '../../package.json' with { type: 'json' }
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type Served, serve } from '../serve.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'

/** How this Errand is set up, for those who have a key. */
export const installationRoutes = ({
  configuration,
  temporal,
}: Pick<ApiDependencies, 'configuration' | 'temporal'>): Served[] => [
  serve(contract.readInstallation, ({ identity }) => ({
    version: manifest.version,
    model: modelOf(configuration),
    temporal_ui_url: identity.role === 'chat' ? null : withoutCredentials(uiUrlOf(configuration, temporal)),
    limits: {
      answers_per_minute: configuration.ERRAND_RATE_LIMIT,
      actions: configuration.ERRAND_ACTION_LIMIT,
    },
    retention_days: configuration.ERRAND_RETENTION_DAYS,
  })),
]

/** Only workers have the model's key, and only they talk to it: this is what they were told to. */
function modelOf({ ERRAND_MODEL_URL: url, ERRAND_MODEL: name }: Configuration) {
  if (url === undefined) return { engine: 'built-in' as const, name: null }
  const engine = modelProtocolOf(url) === 'anthropic' ? 'anthropic' : 'openai-compatible'
  return { engine, name: name ?? null } as const
}

/** Whoever set the address may have put a password of a proxy's into it. */
function withoutCredentials(address: string | null): string | null {
  if (address === null) return null
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}
