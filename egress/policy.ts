import dns from 'node:dns/promises'
import type net from 'node:net'
import { type Address, addressProblem, parseAddress } from '../domain/address.ts'
import { type AllowList, parseAllowList } from '../domain/egress-allow-list.ts'
import { canonicalHost, isLocalhost, isMetadataHost } from '../domain/host-name.ts'
import { RunFailure } from '../domain/run-errors.ts'
import { abortable, startDeadline } from './deadline.ts'
import { type Dial, dialTcp } from './dial.ts'
import { portProblem } from './ports.ts'
import { dialThroughProxy, type ForwardProxy } from './proxy.ts'

/** Name resolution and connecting together; a reachable service answers in far less. */
const CONNECT_TIMEOUT_MS = 10_000
/** How long one of several addresses may keep the next one waiting. */
const ONE_OF_SEVERAL_MS = 2_500
/** More are not tried, though every one is judged. */
const MAX_ATTEMPTS = 4

export interface EgressTarget {
  /** A name or an address in any spelling, IPv6 with or without brackets. */
  host: string
  port: number
}

/** The one policy of where actions may connect. */
export interface EgressPolicy {
  /**
   * Resolves the host once, judges every address, and connects to one that was judged (no rebinding). Public
   * addresses may be reached at every port but those of mail and remote shells: what is spoken there is HTTP or TLS in
   * any case, and APIs do live at odd ports. All others are refused but for what the operator exempted.
   * @throws {RunFailure} `blocked_address`, `connection_failed`, `invalid_request`
   * @throws the signal's reason when it aborts
   */
  connect(target: EgressTarget, options: { signal?: AbortSignal; timeoutMs?: number }): Promise<net.Socket>
}

export interface EgressPolicyOptions {
  /** The entries of `ERRAND_EGRESS_ALLOW`. */
  allow: string[]
  /** Every address of a name; the system's resolver by default. */
  lookup?: (host: string) => Promise<string[]>
  /** Opens connections to judged addresses; TCP by default. */
  dial?: Dial
  /** What connections to public addresses go through; directly by default. */
  proxy?: ForwardProxy
}

/** @throws {Error} naming every entry of `allow` that can't be read */
export function createEgressPolicy({
  allow,
  lookup = systemLookup,
  dial = dialTcp,
  proxy,
}: EgressPolicyOptions): EgressPolicy {
  const allowList = parseAllowList(allow)
  return {
    async connect({ host, port }, { signal, timeoutMs = CONNECT_TIMEOUT_MS }) {
      signal?.throwIfAborted()
      if (!Number.isInteger(port) || port < 1 || port > 65_535)
        throw new RunFailure('invalid_request', 'The request does not name a valid port.')
      const name = canonicalHost(host)
      const deadline = startDeadline(timeoutMs, signal)
      const stop = deadline.signal
      try {
        const via = allowList.allowsName(name, port) ? null : (proxy?.for(name, port) ?? null)
        const addresses =
          via && proxy?.resolves
            ? judgedName(name, port, allowList)
            : await judgedAddresses(name, port, allowList, (wanted) => abortable(lookup(wanted), stop))
        // What the operator exempted is inside: no proxy leads there.
        const isInside = addresses.some((text) => isExempt(text, port, allowList))
        const through: Dial =
          via && !isInside ? (target, signal) => dialThroughProxy(via, target, signal) : dial
        return await firstConnection(addresses, port, through, stop)
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof RunFailure) throw error
        const why = deadline.isOver ? `did not answer within ${timeoutMs / 1000} s` : 'could not be reached'
        throw new RunFailure('connection_failed', `${name}:${port} ${why}${codeOf(error)}.`, { cause: error })
      } finally {
        deadline.clear()
      }
    },
  }
}

/** The name itself, where another will resolve it; addresses and this machine's names are judged all the same. */
function judgedName(name: string, port: number, allowList: AllowList): string[] {
  if (isLocalhost(name)) return localhostAddresses(name, port, allowList)
  if (isMetadataHost(name)) throw blocked(name, port, 'serves cloud metadata')
  const address = parseAddress(name)
  const problem = address ? judge(address, port, allowList) : portProblem(port)
  if (problem) throw blocked(name, port, `is ${problem}`)
  return [name]
}

function isExempt(text: string, port: number, allowList: AllowList): boolean {
  const address = parseAddress(text)
  return address !== null && allowList.allowsAddress(address, port)
}

/** Every address of the host, each of which may be reached. */
async function judgedAddresses(
  name: string,
  port: number,
  allowList: AllowList,
  lookup: (host: string) => Promise<string[]>,
): Promise<string[]> {
  const byName = allowList.allowsName(name, port)
  if (isLocalhost(name)) return localhostAddresses(name, port, allowList)
  if (isMetadataHost(name) && !byName) throw blocked(name, port, 'serves cloud metadata')
  const literal = parseAddress(name)
  const texts = literal ? [name] : await lookup(name)
  if (texts.length === 0) throw new RunFailure('connection_failed', `${name} has no address.`)
  for (const text of texts) {
    const address = parseAddress(text)
    const problem = address ? judge(address, port, allowList) : 'a scoped address'
    // The address itself is not told: a name server of our network may have answered.
    if (problem && !byName) throw blocked(name, port, literal ? `is ${problem}` : `leads to ${problem}`)
  }
  return texts
}

const judge = (address: Address, port: number, allowList: AllowList): string | null =>
  allowList.allowsAddress(address, port) ? null : (addressProblem(address) ?? portProblem(port))

/** No resolver is asked about this machine's own name; what of it is exempt may be reached. */
function localhostAddresses(name: string, port: number, allowList: AllowList): string[] {
  const addresses = ['127.0.0.1', '::1'].filter((text) => {
    const address = parseAddress(text)
    return allowList.allowsName(name, port) || (address && allowList.allowsAddress(address, port))
  })
  if (addresses.length === 0) throw blocked(name, port, 'is this machine itself')
  return addresses
}

async function firstConnection(
  addresses: string[],
  port: number,
  dial: Dial,
  stop: AbortSignal,
): Promise<net.Socket> {
  const attempts = addresses.slice(0, MAX_ATTEMPTS)
  let failure: unknown
  for (const [index, address] of attempts.entries()) {
    const last = index === attempts.length - 1
    const patience = last ? null : startDeadline(ONE_OF_SEVERAL_MS, stop)
    try {
      return await dial({ address, port }, patience?.signal ?? stop)
    } catch (error) {
      stop.throwIfAborted()
      failure = error
    } finally {
      patience?.clear()
    }
  }
  throw failure
}

async function systemLookup(host: string): Promise<string[]> {
  const found = await dns.lookup(host, { all: true, order: 'verbatim' })
  return found.map(({ address }) => address)
}

const blocked = (name: string, port: number, why: string): RunFailure =>
  new RunFailure(
    'blocked_address',
    `${name} ${why}, which actions may not reach. An operator can exempt ${name}:${port} with ERRAND_EGRESS_ALLOW.`,
  )

function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException)?.code
  return typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? ` (${code})` : ''
}
