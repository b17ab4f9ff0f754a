/** A way out of containers that runc had, and where it was closed: one version for each line that got the repair. */
interface Escape {
  cves: string[]
  /** Ascending. Older lines got none; newer ones never had it. */
  fixed: string[]
}

const ESCAPES: Escape[] = [
  { cves: ['CVE-2024-21626'], fixed: ['1.1.12', '1.2.0-rc.1'] },
  {
    cves: ['CVE-2025-31133', 'CVE-2025-52565', 'CVE-2025-52881'],
    fixed: ['1.2.8', '1.3.3', '1.4.0-rc.3'],
  },
]

const ADVICE =
  'Update runc (with containerd.io or docker.io), or run the sandbox under gVisor: SANDBOX_RUNTIME=runsc.'

/**
 * What is to be said about a version of runc, or null.
 * @param version as an engine gives it, such as `1.1.5+ds1-1+deb12u1`, `v1.1.12-0-g51d5e946`; null where it gives none
 */
export function runcProblem(version: string | null): string | null {
  const parsed = version === null ? null : parse(version)
  if (version === null || parsed === null)
    return `The container engine does not say which version of runc it has. Make sure that it is at least ${ESCAPES[1]?.fixed.join(', ')} of its line. ${ADVICE}`
  const open = ESCAPES.filter(({ fixed }) => !isFixed(parsed, fixed)).flatMap(({ cves }) => cves)
  if (open.length === 0) return null
  const built = isDistribution(version)
    ? ` This one was built by a distribution, which may have repaired it without a new number: look for ${open.length > 1 ? 'these CVEs' : 'this CVE'} in \`apt changelog runc\` (or \`rpm -q --changelog runc\`), or in the distribution's security tracker.`
    : ''
  return `The container engine's runc ${version} has known ways out of containers: ${open.join(', ')}.${built} ${ADVICE}`
}

type Version = [major: number, minor: number, patch: number, candidate: number]

/** A release counts as later than all of its candidates. */
function parse(version: string): Version | null {
  const [, major, minor, patch, candidate] = /^v?(\d+)\.(\d+)\.(\d+)(?:[-~]rc\.?(\d+))?/.exec(version) ?? []
  if (patch === undefined) return null
  return [Number(major), Number(minor), Number(patch), Number(candidate ?? Number.POSITIVE_INFINITY)]
}

function isFixed(version: Version, fixed: string[]): boolean {
  const repairs = fixed.map(parse)
  const inLine = repairs.find((repair) => repair?.[0] === version[0] && repair[1] === version[1])
  if (inLine) return compare(version, inLine) >= 0
  const last = repairs.at(-1)
  return last ? compare(version, last) >= 0 : false
}

function compare(a: Version, b: Version): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? 0
    if (part !== other) return part < other ? -1 : 1
  }
  return 0
}

/** Debian and Ubuntu, Fedora and Red Hat, Alpine: `1.1.5+ds1`, `1.1.12-0ubuntu2`, `1.1.12-3.el9`, `1.1.7-r3`. */
const isDistribution = (version: string): boolean => /[+~]|ubuntu|deb\d|\.(el|fc)\d|-r\d/.test(version)
