import { existsSync } from 'node:fs'
import { inOneLine } from '../errors.ts'
import { runCommand } from '../process/run-command.ts'
import { type Engine, findEngine } from './find-engine.ts'
import { canInstallEngine, engineAdvice, findDockerd, installEngine } from './install-engine.ts'
import { dockerdLog, eventually, startDockerd, useDockerd, withDockerdLock } from './shared-dockerd.ts'

export interface EngineContext {
  cache: string
  environment: NodeJS.ProcessEnv
  report: (line: string) => void
  signal: AbortSignal
}

/** A first start of dockerd makes its folders, keys and iptables chains. */
const DOCKERD_READY_MS = 60_000

/** A container engine that answers, or why there is none and what to do: API calls work without one. */
export async function getEngine(context: EngineContext): Promise<Engine | { why: string }> {
  const { cache, environment, signal } = context
  const found = await withDockerdLock(cache, signal, async () => {
    const first = await findEngine(environment)
    // Named by the environment: used as it is, never replaced by another.
    const engine = 'docker' in first || environment.DOCKER_HOST ? first : await bringUp(context, first.why)
    if ('docker' in engine && !environment.DOCKER_HOST) useDockerd(cache)
    return engine
  })
  return found
}

async function bringUp(context: EngineContext, why: string): Promise<Engine | { why: string }> {
  const { cache, environment, report, signal } = context
  if (!canInstallEngine()) return { why: `${why}. ${engineAdvice()}` }
  try {
    if (!findDockerd(environment)) await installEngine(report, signal)
    const program = findDockerd(environment)
    if (!program) return { why: `docker.io was installed, but there is no dockerd. ${engineAdvice()}` }
    report('Container engine: starting dockerd')
    // The package's own service, where there is one to run it.
    if (existsSync('/run/systemd/system')) await runCommand('systemctl', ['start', 'docker'], { signal })
    else startDockerd(cache, program)
  } catch (error) {
    signal.throwIfAborted()
    return { why: `the container engine could not be installed (${inOneLine(error)}). ${engineAdvice()}` }
  }
  const answered = await eventually(async () => {
    signal.throwIfAborted()
    const engine = await findEngine(environment)
    return 'docker' in engine ? engine : null
  }, DOCKERD_READY_MS)
  return answered ?? { why: `dockerd does not answer; its log is ${dockerdLog(cache)}` }
}
