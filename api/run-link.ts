import type { Configuration } from '../domain/configuration.ts'

/** The address that links in answers begin with; empty where none is configured. */
export const publicBase = ({ ERRAND_PUBLIC_URL }: Pick<Configuration, 'ERRAND_PUBLIC_URL'>): string =>
  ERRAND_PUBLIC_URL?.replace(/\/+$/, '') ?? ''

/** The page of a run in the dashboard. Without `ERRAND_PUBLIC_URL` it has no host. */
export const runLink = (
  configuration: Pick<Configuration, 'ERRAND_PUBLIC_URL'>,
  slug: string,
  runId: string,
): string => `${publicBase(configuration)}/gurus/${slug}/runs/${encodeURIComponent(runId)}`
