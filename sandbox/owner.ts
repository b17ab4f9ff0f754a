import { existsSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Names this process, for the labels of its containers. */
export const ownerName = (): string => `${placeName()}.${process.pid}.${Date.now()}`

/** Whether that process has certainly ended. One of another machine or of another container may be alive. */
export function hasEnded(owner: string): boolean {
  const [, place, pid] = /^(.*)\.(\d+)\.\d+$/.exec(owner) ?? []
  if (place !== placeName() || pid === undefined) return false
  if (place.endsWith('.')) return false
  return !isAlive(Number(pid))
}

/** This machine as this process sees it: process numbers mean something within one PID namespace only. */
function placeName(): string {
  let namespace = ''
  try {
    namespace = readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')
  } catch {
    // Not Linux: one namespace only, which is named by nothing.
    if (!existsSync('/proc')) namespace = '0'
  }
  return `${hostname()}.${namespace}`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
