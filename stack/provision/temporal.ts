import { join } from 'node:path'
import { VERSIONS } from '../versions.ts'
import { buildWithGo } from './build-with-go.ts'
import { download } from './download.ts'
import { onThisMachine } from './on-this-machine.ts'
import type { ProgramPart } from './ways.ts'

const version = VERSIONS.temporal
const cached = onThisMachine(`temporal-${version}`)

/** The Temporal CLI, whose `server start-dev` is the embedded server with its UI. */
export const TEMPORAL_PROGRAM: ProgramPart = {
  name: 'Temporal',
  ways: [
    {
      kind: 'temporal',
      label: `the official download of the Temporal CLI ${version}`,
      onPath: 'temporal',
      cached,
      get: (into, context) => download('temporal', { into, version }, context),
    },
    {
      kind: 'temporal',
      label: `a build of the Temporal CLI ${version} with Go`,
      cached,
      get: async (into, context) => {
        const args = ['install', '-v', `github.com/temporalio/cli/cmd/temporal@v${version}`]
        await buildWithGo({ args, env: { GOBIN: into }, usual: 'about 3 minutes' }, context)
        return join(into, 'temporal')
      },
    },
  ],
  advice: [
    'let this machine reach the official download',
    'install the Temporal CLI, so that `temporal` is on PATH: https://docs.temporal.io/cli',
    'install Go 1.24 or newer (on Debian: apt-get install golang), and npm start builds it',
    'set TEMPORAL_ADDRESS to a Temporal that exists',
  ],
}
