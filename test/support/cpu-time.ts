/** How long this thread has worked, ms: unlike the clock, it says the same however busy the machine is. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
