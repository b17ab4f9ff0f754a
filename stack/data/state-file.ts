import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessIdentity } from '../process/identity.ts'
import { writeWhole } from './write-whole.ts'

/** What `stack.json` in the data folder tells about a running stack: for its next start, and for tests. */
export interface StackState {
  pid: number
  ready: boolean
  url: string
  temporal_address: string | null
  temporal_namespace: string
  temporal_ui_url: string | null
  mongodb_url: string | null
  docker_host: string | null
  sandbox_image: string | null
  /** What the stack started, by name: `temporal`, `mongodb`, `api`, `worker`. */
  processes: Record<string, ProcessIdentity>
}

const pathIn = (folder: string) => join(folder, 'stack.json')

export function readState(folder: string): StackState | null {
  try {
    return JSON.parse(readFileSync(pathIn(folder), 'utf8')) as StackState
  } catch {
    return null
  }
}

export const writeState = (folder: string, state: StackState): void =>
  writeWhole(pathIn(folder), `${JSON.stringify(state, null, 2)}\n`)

export const removeState = (folder: string): void => rmSync(pathIn(folder), { force: true })
