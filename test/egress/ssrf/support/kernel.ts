import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** TCP connections that this network namespace's kernel was asked to open since it began, refused ones included. */
export function connectionAttempts(): number {
  const [names = [], values = []] = readFileSync('/proc/self/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '))
  const count = Number(values[names.indexOf('ActiveOpens')])
  if (!Number.isInteger(count)) throw new Error('The kernel does not tell how many connections were opened.')
  return count
}

export const networkNamespace = (): string => readlinkSync('/proc/self/ns/net')

/**
 * Ends the process unless it is in a network namespace from which nothing can be sent: another one than
 * `outside`, in which no interface is up but the loopback.
 */
export function assertNoWayOut(outside: string | undefined): void {
  if (!outside || networkNamespace() === outside)
    throw new Error('This is the network of the machine: the suite runs in a network namespace of its own.')
  const interfaces: { ifname: string }[] = JSON.parse(
    execFileSync('ip', ['-json', 'link', 'show', 'up'], { encoding: 'utf8' }),
  )
  const names = interfaces.map(({ ifname }) => ifname)
  if (names.join() !== 'lo')
    throw new Error(
      `The suite runs where only the loopback is up, and here ${names.join(', ') || 'none'} is.`,
    )
}
