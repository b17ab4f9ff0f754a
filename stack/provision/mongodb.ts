import { VERSIONS } from '../versions.ts'
import { download } from './download.ts'
import { buildFerretdb, sourceHash } from './ferretdb.ts'
import { onThisMachine } from './on-this-machine.ts'
import type { ProgramPart, Way } from './ways.ts'

export type DatabaseKind = 'mongod' | 'ferretdb'

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
  cached: onThisMachine(`ferretdb-${sourceHash()}`),
  get: buildFerretdb,
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
