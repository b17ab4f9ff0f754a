import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { VERSIONS } from '../versions.ts'
import { buildWithGo } from './build-with-go.ts'
import { download } from './download.ts'
import { onThisMachine } from './on-this-machine.ts'
import type { ProgramPart, Way } from './ways.ts'

export type DatabaseKind = 'mongod' | 'ferretdb'

const SOURCE = fileURLToPath(new URL('../ferretdb/', import.meta.url))
const SOURCE_FILES = ['go.mod', 'go.sum', 'main.go', 'message.go', 'proxy.go']

const version = VERSIONS.mongod

const mongod: Way = {
  kind: 'mongod',
  label: `the official download of mongod ${version}`,
  onPath: 'mongod',
  cached: onThisMachine(`mongod-${version}`),
  get: (into, context) => download('mongod', { into, version }, context),
}

const ferretdb = (): Way => ({
  kind: 'ferretdb',
  label: 'a build of FerretDB with Go',
  cached: onThisMachine(`ferretdb-${hashOfSource()}`),
  get: async (into, context) => {
    const program = join(into, 'ferretdb')
    // Without the tag it would need PostgreSQL's driver as well.
    const args = ['build', '-v', '-tags', 'ferretdb_no_postgresql', '-o', program, '.']
    await buildWithGo({ args, cwd: SOURCE, usual: 'about 1 minute' }, context)
    return program
  },
})

/**
 * The official server first, FerretDB where it can't be had.
 * @param existing what the data folder already holds: a database of the one can't be opened by the other
 */
export function mongodbProgram(existing: DatabaseKind | null): ProgramPart {
  return {
    name: 'MongoDB',
    ways: [mongod, ferretdb()].filter(({ kind }) => existing === null || existing === kind),
    advice: [
      ...(existing ? [`the data folder holds a database of ${existing}, which needs that program`] : []),
      'let this machine reach the official download',
      'install MongoDB 7 or newer, so that `mongod` is on PATH',
      'install Go 1.24 or newer (on Debian: apt-get install golang), and npm start builds FerretDB in its place',
      'set MONGODB_URL to a MongoDB that exists',
    ],
  }
}

function hashOfSource(): string {
  const hash = createHash('sha256')
  for (const name of SOURCE_FILES) hash.update(name).update(readFileSync(join(SOURCE, name)))
  return hash.digest('hex').slice(0, 12)
}
