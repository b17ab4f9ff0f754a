import { readFileSync } from 'node:fs'

/** The unit of /proc/stat, the same on all Linux machines that Node runs on. */
const MS_PER_TICK = 10

/**
 * Milliseconds of CPU that all cores together have worked since the machine started, whoever they worked for. Null
 * where the engine's machine can't be seen into.
 */
export function cpuTime(dockerHost: string): number | null {
  if (!dockerHost.startsWith('unix:')) return null
  try {
    const [, ...ticks] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/ +/) ?? []
    const [user = 0, nice = 0, system = 0, _idle, _waiting, interrupts = 0, soft = 0] = ticks.map(Number)
    return (user + nice + system + interrupts + soft) * MS_PER_TICK
  } catch {
    return null
  }
}
