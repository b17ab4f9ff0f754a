import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** What is put into the bundle of the workflows where they are traced, and the version that it is of. */
export const TRACED_WORKFLOWS = {
  module: '@temporalio/interceptors-opentelemetry/lib/workflow-interceptors',
  version: (): string => require('@temporalio/interceptors-opentelemetry/package.json').version,
}
