import type { RunErrorCode } from '../../../../domain/run-errors.ts'

/** One way to make Errand connect where it must not, or a call beside it that must keep working. */
export interface Case {
  /** What is tried, in words. */
  title: string
  /** The action's URL with its placeholders; of a gate's case, what a client asks of it. */
  url: string
  parameters?: Record<string, string>
  headers?: Record<string, string>
  /** Entries of `ERRAND_EGRESS_ALLOW`. */
  allow?: string[]
  /** Has the operator's proxy asked, with the addresses that were judged or with the names. */
  proxy?: 'gets-addresses' | 'gets-names'
  /** Makes the call carry a secret that may be sent to these hosts only. */
  secretHosts?: string[]
  /** How often the call is made, once by default; the last one's end is judged. */
  times?: number
  /** How it ends; null where it succeeds. */
  ends: RunErrorCode | 'refused_on_save' | null
  /** `address:port` of every connection that may be made, in order; none by default. */
  reaches?: string[]
  /** The last request that arrives, as `address:port/path`. */
  arrives?: string
  /**
   * Where it leads when nobody stands in its way: `address:port` of a connection, `address:port/path` of a request,
   * or `dialled address:port` where the kernel has no way there. Null where it leads nowhere even so, or where it may.
   */
  leadsTo: string | null
  /** What stands for "nobody in its way"; a policy that only resolves and connects by default. */
  unguarded?: Unguarded
}

export type Unguarded =
  /** The product with a policy that connects to whatever a name leads to. */
  | 'switched-off'
  /** The product with a policy that judges well, and then connects by name. */
  | 'checks-then-connects'
  /** A client of the test that pastes parameters into the URL. */
  | 'plain-client'

/** What was seen of one job inside the namespace. */
export interface Outcome {
  /** The error's code, or null. */
  code: string | null
  message: string | null
  /** `address:port` of connections that a server accepted, in order. */
  connections: string[]
  /** `address:port/path` of requests that arrived, in order. */
  requests: string[]
  /** What the unguarded policies tried to connect to. */
  dialled: string[]
  /** TCP connections that the kernel was asked for, by its own count. */
  attempts: number
}

/** Everywhere that a job got, in the spellings of `leadsTo`. */
export const placesOf = ({
  connections,
  requests,
  dialled,
}: Pick<Outcome, 'connections' | 'requests' | 'dialled'>): string[] => [
  ...connections,
  ...requests,
  ...dialled.map((place) => `dialled ${place}`),
]

/** What is not as the case says; empty where all is well. */
export function faultsOf({ ends, reaches = [], arrives }: Case, outcome: Outcome): string[] {
  const { code, message, connections, requests, attempts } = outcome
  const faults: string[] = []
  if (code !== ends) faults.push(`ended with ${code} (${message}) instead of ${ends}`)
  if (connections.join() !== reaches.join())
    faults.push(`connected to [${connections.join(', ')}] instead of [${reaches.join(', ')}]`)
  if (attempts !== reaches.length)
    faults.push(`the kernel was asked for ${attempts} connections instead of ${reaches.length}`)
  if (arrives !== undefined && requests.at(-1) !== arrives)
    faults.push(`asked for ${requests.at(-1)} instead of ${arrives}`)
  return faults
}
