import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import getPort, { portNumbers } from 'get-port'
import { StackError } from '../errors.ts'
import { writeWhole } from './write-whole.ts'

const LOOPBACK = '127.0.0.1'
/** Below the range that systems take for outgoing connections, so that a remembered port stays free. */
const FIRST = 17_000
const LAST = 31_000
/** Each process begins to look in a block of its own: a port that one has chosen is bound only seconds later. */
const BLOCK = 8
const BLOCKS = Math.floor((LAST - FIRST) / BLOCK)

/**
 * Free loopback ports by name, the same ones at each start as long as nobody else has taken them.
 * `ports.json` in the data folder remembers them.
 */
export async function rememberedPorts<Name extends string>(
  folder: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const path = join(folder, 'ports.json')
  const known = readPorts(path)
  const ports: Record<string, number> = { ...known }
  // Processes that start at once have different ids.
  const begin = FIRST + (process.pid % BLOCKS) * BLOCK
  for (const name of names) {
    const candidates = [
      ...(known[name] ? [known[name]] : []),
      ...portNumbers(begin, LAST),
      ...portNumbers(FIRST, begin),
    ]
    ports[name] = await getPort({ host: LOOPBACK, port: candidates })
  }
  if (JSON.stringify(ports) !== JSON.stringify(known)) writeWhole(path, `${JSON.stringify(ports, null, 2)}\n`)
  return ports as Record<Name, number>
}

/** @throws {StackError} naming the variable to change, where the API could not listen there */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port, exclusive: true }, resolve)
    })
  } catch (error) {
    throw new StackError(whyNot(host, port, error as NodeJS.ErrnoException), { cause: error })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

function whyNot(host: string, port: number, error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use. Stop what listens there, or set ERRAND_PORT to a free one.`
  if (error.code === 'EACCES')
    return `Port ${port} on ${host} may not be used by this user. Set ERRAND_PORT to one above 1023.`
  return `ERRAND_HOST: cannot listen on ${host}:${port} (${error.message}).`
}

function readPorts(path: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>
  } catch {
    return {}
  }
}
