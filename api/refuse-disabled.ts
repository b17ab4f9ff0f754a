import { Problem } from '../domain/problems.ts'

/** @throws {Problem} 409 where the action is disabled */
export function refuseDisabled({ name, enabled }: { name: string; enabled: boolean }): void {
  if (!enabled) throw new Problem('conflict', `'${name}' is disabled. Enable it first.`)
}
