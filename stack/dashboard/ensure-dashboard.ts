import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inOneLine } from '../errors.ts'
import type { Report } from '../report.ts'
import { buildDashboard } from './build-dashboard.ts'
import { inputsHash } from './inputs.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
/** How often the user hears that a build goes on. */
const PROGRESS_EVERY_MS = 5_000

export interface DashboardContext {
  cache: string
  report: Report
  signal: AbortSignal
}

/**
 * The dashboard's files, built where what they are made of has changed.
 * @returns their folder in the cache; null where they could not be built, which was reported: all else works without
 */
export async function ensureDashboard({ cache, report, signal }: DashboardContext): Promise<string | null> {
  const folder = join(cache, 'dashboard', await inputsHash(CHECKOUT))
  if (existsSync(folder)) {
    report('Dashboard: ready, in the cache')
    return folder
  }
  const begin = Date.now()
  const seconds = () => Math.round((Date.now() - begin) / 1000)
  const ticker = setInterval(
    () => report(`Dashboard: building, ${seconds()} s (about 10 s)`),
    PROGRESS_EVERY_MS,
  )
  try {
    await buildDashboard(CHECKOUT, folder, signal)
    report(`Dashboard: ready, built in ${seconds()} s`)
    return folder
  } catch (error) {
    signal.throwIfAborted()
    report(`WARNING: The dashboard could not be built, everything else works: ${inOneLine(error)}`)
    return null
  } finally {
    clearInterval(ticker)
  }
}
