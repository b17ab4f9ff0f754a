import type { RunErrorCode } from './run-errors.ts'

/** Why a connection was refused: a run error, or that the run has used up what it may use of the network. */
export type NetworkRefusal = RunErrorCode | 'network_limit'

/** What a run's code did at one host and port, as the gate that its connections went through has counted. */
export interface NetworkUse {
  /** In its one spelling, masked; `*` sums up every host after the first 50, `?` stands for none that can be read. */
  host: string
  /** Null where `host` is `*` or `?`. */
  port: number | null
  /** Connections that were made. */
  connections: number
  /** Both with headers and, over HTTPS, as encrypted. */
  bytes_sent: number
  bytes_received: number
  /** How often it was refused, and why the last time; `refused` is null where it never was. */
  refusals: number
  refused: NetworkRefusal | null
}
