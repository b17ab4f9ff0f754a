import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIP } from 'node:net'
import { decode, encode, type StringAnswer } from 'dns-packet'
import { ZONE } from './zone.ts'

export interface NameServer {
  /** Begins every name's answers anew. */
  reset(): void
}

const MAX_ALIASES = 8

/** A real name server for the system's resolver, which answers from the zone, with nothing to be cached. */
export async function startNameServer(): Promise<NameServer> {
  const asked = new Map<string, number>()
  const socket = createSocket('udp4')

  /** The next answer of a name: each type has its own turn, since resolvers ask for both families at once. */
  function nextAnswer(name: string, type: string): string[] {
    const key = `${name} ${type}`
    const count = asked.get(key) ?? 0
    asked.set(key, count + 1)
    const answers = ZONE[name] ?? []
    return answers[Math.min(count, answers.length - 1)] ?? []
  }

  function recordsOf(name: string, type: 'A' | 'AAAA', aliases = 0): StringAnswer[] {
    return nextAnswer(name, type).flatMap((data): StringAnswer[] => {
      const family = isIP(data)
      if (family !== 0) return family === (type === 'A' ? 4 : 6) ? [{ name, type, ttl: 0, data }] : []
      if (aliases >= MAX_ALIASES) return []
      return [{ name, type: 'CNAME', ttl: 0, data }, ...recordsOf(data, type, aliases + 1)]
    })
  }

  socket.on('message', (message, { address, port }) => {
    const { id, questions = [] } = decode(message)
    const [question] = questions
    if (!question) return
    const name = question.name.toLowerCase()
    const { type } = question
    const answers = type === 'A' || type === 'AAAA' ? recordsOf(name, type) : []
    const isKnown = Object.hasOwn(ZONE, name)
    const RECURSION = 0x0180
    const NO_SUCH_NAME = 3
    const flags = RECURSION | (isKnown ? 0 : NO_SUCH_NAME)
    socket.send(encode({ type: 'response', id, flags, questions, answers }), port, address)
  })
  socket.bind(53, '127.0.0.1')
  await once(socket, 'listening')
  return { reset: () => asked.clear() }
}
