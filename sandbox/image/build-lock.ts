import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Report } from './progress.ts'

const LOOK_EVERY_MS = 500

/**
 * Runs `work` while no other process of this user on this machine runs it: two builds at once would both do
 * everything. The lock of a process that has died counts for nothing.
 */
export async function withBuildLock<T>(name: string, report: Report, work: () => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `errand-${userInfo().uid}`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${name}.lock`)
  for (let told = false; !(await taken(path)); told = true) {
    if (!told) report('Waiting for another process that builds it')
    await sleep(LOOK_EVERY_MS)
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const owner = Number(await readFile(path, 'utf8').catch(() => ''))
    if (owner > 0 && !isAlive(owner)) await rm(path, { force: true })
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
