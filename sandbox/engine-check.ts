import { basename } from 'node:path'
import type Docker from 'dockerode'
import { runcProblem } from './runc-versions.ts'

/** What an engine says about itself, as far as it is looked at; every engine leaves something out. */
export interface EngineAnswers {
  version: { Components?: { Name: string; Version?: string; Details?: { GitCommit?: string } }[] | null }
  info: {
    Runtimes?: Record<string, { path?: string }> | null
    DefaultRuntime?: string
    RuncCommit?: { ID?: string }
    SecurityOptions?: string[] | null
    MemoryLimit?: boolean
    SwapLimit?: boolean
    PidsLimit?: boolean
    CpuCfsQuota?: boolean
  }
}

export interface EngineFindings {
  /** Why no sandbox can be had at all, or null. */
  problem: string | null
  /** What weakens the sandbox, and what to do about it. */
  warnings: string[]
}

/** Asks the engine and judges its answers. Rejects where it doesn't answer. */
export async function checkEngine(docker: Docker, runtime?: string): Promise<EngineFindings> {
  const [version, info] = await Promise.all([docker.version(), docker.info()])
  return judgeEngine({ version, info } as EngineAnswers, runtime)
}

/**
 * What is wrong with an engine, as the wall around code that nobody knows.
 * @param runtime the one that SANDBOX_RUNTIME names; the engine's default otherwise
 */
export function judgeEngine({ version, info }: EngineAnswers, runtime?: string): EngineFindings {
  const known = Object.keys(info.Runtimes ?? {}).sort()
  if (runtime && known.length > 0 && !known.includes(runtime))
    return {
      problem: `SANDBOX_RUNTIME=${runtime}: the container engine has no runtime of this name. It has: ${known.join(', ')}. Add it to the engine's configuration and restart the engine, or set SANDBOX_RUNTIME to one of these.`,
      warnings: [],
    }
  const used = runtime ?? info.DefaultRuntime ?? 'runc'
  const program = basename(info.Runtimes?.[used]?.path || used)
  const found = [
    program === 'runc' ? runcProblem(runcVersion({ version, info })) : null,
    program === 'runsc' ? null : seccompProblem(info.SecurityOptions ?? []),
    ...limitProblems(info),
  ]
  return { problem: null, warnings: found.filter((problem) => problem !== null) }
}

/** `1.1.5+ds1-1+deb12u1` rather than `1.1.5+ds1`: the longer one says who built it. */
function runcVersion({ version, info }: EngineAnswers): string | null {
  const runc = version.Components?.find(({ Name: name }) => /\brunc\b/.test(name))
  const said = [runc?.Details?.GitCommit, info.RuncCommit?.ID, runc?.Version]
  return said.find((text) => /^v?\d+\.\d+\.\d+/.test(text ?? '')) ?? null
}

function seccompProblem(options: string[]): string | null {
  const seccomp = options.map((option) => option.split(',')).find(([name]) => name === 'name=seccomp')
  if (!seccomp)
    return 'The container engine does not filter system calls (no seccomp), so one wall is missing. Use a kernel and an engine that are built with seccomp.'
  if (seccomp.includes('profile=unconfined'))
    return "The container engine's default seccomp profile is 'unconfined', so one wall is missing. Take the setting seccomp-profile out of its configuration."
  return null
}

function limitProblems(info: EngineAnswers['info']): string[] {
  const missing = [
    info.MemoryLimit === false ? 'memory (512 MB)' : null,
    info.SwapLimit === false ? 'swap (none)' : null,
    info.PidsLimit === false ? 'processes (128)' : null,
    info.CpuCfsQuota === false ? 'CPU (one)' : null,
  ].filter((what) => what !== null)
  if (missing.length === 0) return []
  return [
    `The container engine can't limit what code uses: ${missing.join(', ')}. One action can then starve the machine. Enable these cgroup controllers (on older kernels by the boot parameters cgroup_enable=memory swapaccount=1; for a rootless engine by delegation), and restart the engine.`,
  ]
}
