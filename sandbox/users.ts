/** The image's /etc/passwd calls all of these users `sandbox`; the range is within what rootless engines map. */
const FIRST_USER = 20_000
const USERS = 1_000
const GROUP = 10_001

let next = Math.floor(Math.random() * USERS)

/**
 * Another user for each container, as `uid:gid`. The kernel counts some things by user across all containers:
 * pending signals, message queues, inotify instances, pages in pipes. Sharing one would let a run use up another's.
 */
export function nextUser(): string {
  next = (next + 1) % USERS
  return `${FIRST_USER + next}:${GROUP}`
}
