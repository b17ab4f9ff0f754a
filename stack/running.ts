import { type StackState, writeState } from './data/state-file.ts'
import { identify } from './process/identity.ts'
import type { Supervised } from './process/supervise.ts'

export type Running = ReturnType<typeof createRunning>

/** Knows what runs, and keeps `stack.json` in the data folder true to it. */
export function createRunning(dataFolder: string) {
  const running = new Map<string, Supervised>()
  const state: StackState = {
    pid: process.pid,
    ready: false,
    url: '',
    temporal_address: null,
    temporal_namespace: '',
    temporal_ui_url: null,
    mongodb_url: null,
    docker_host: null,
    sandbox_image: null,
    processes: {},
  }

  return {
    update(known: Partial<StackState>): void {
      Object.assign(state, known)
      writeState(dataFolder, state)
    },
    /** For each start of the process `name`, the first and those after a crash. */
    started: (name: string) => (supervised: Supervised) => {
      running.set(name, supervised)
      const identity = identify(supervised.pid() ?? -1)
      if (identity) state.processes[name] = identity
      writeState(dataFolder, state)
    },
    async stop(name: string, graceMs: number): Promise<void> {
      await running.get(name)?.stop(graceMs)
    },
    kill(): void {
      for (const supervised of running.values()) supervised.kill()
    },
  }
}
