/** What the program in the namespace is to do. */
export interface FuzzJob {
  /** In all, shared by those who send. */
  seconds: number
  /** The same draws the same requests, as long as the document and the answers are the same. */
  seed: number
  /** The path of schemathesis. */
  program: string
  /** Where the results go, as JSON. */
  resultFile: string
}

/** What one of those who may send has seen. */
export interface FuzzResult {
  who: string
  /** Ids of operations that got no request. */
  untested: string[]
  operations: number
  requests: number
  /** How often each status came. */
  statuses: Record<string, number>
  /** Which requests took longest. */
  longest: string[]
  /** For people, each with how it can be repeated. */
  failures: string[]
}
