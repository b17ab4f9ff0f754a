import type { Configuration } from '../../domain/configuration.ts'
import type { TemporalClient } from './connection.ts'

/** Temporal UI's address for this namespace, or null where none is known. */
export const uiUrlOf = ({ TEMPORAL_UI_URL }: Configuration, { namespace }: TemporalClient): string | null =>
  TEMPORAL_UI_URL
    ? `${TEMPORAL_UI_URL.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}`
    : null
