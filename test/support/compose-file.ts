import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const FILE = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url))

export interface ComposeService {
  image: string
  build?: { context: string }
  command?: string[]
  entrypoint?: string[]
  environment?: Record<string, string | number>
  user?: string
  read_only?: boolean
  restart?: string
  cap_drop?: string[]
  cap_add?: string[]
  privileged?: boolean
  security_opt?: string[]
  tmpfs?: string[]
  volumes?: string[]
  networks?: string[]
  network_mode?: string
  ports?: string[]
  group_add?: string[]
  profiles?: string[]
  healthcheck?: { test?: string[]; disable?: boolean }
  mem_limit?: string
  cpus?: number
  pids_limit?: number
  stop_grace_period?: string
  logging?: { driver: string; options: Record<string, string> }
  depends_on?: Record<string, { condition: string }>
}

export interface ComposeFile {
  name: string
  services: Record<string, ComposeService>
  networks: Record<string, { internal?: boolean }>
  volumes: Record<string, unknown>
}

export const composeText = (): string => readFileSync(FILE, 'utf8')

/**
 * docker-compose.yml with its anchors resolved.
 * @param environment what `${NAME}` stands for; without it they stay as they are written
 */
export const readCompose = (environment?: Record<string, string>): ComposeFile =>
  parse(environment ? interpolate(composeText(), environment) : composeText(), { merge: true })

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}`: all that the file uses. */
function interpolate(text: string, environment: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, rest = '') => {
    const value = environment[name]
    if (value) return value
    if (kind === '?') throw new Error(`${name}: ${rest}`)
    return kind === '-' ? rest : ''
  })
}

/** A file of `NAME=value` lines. */
export const readEnvFile = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name, value]]
    }),
  )
