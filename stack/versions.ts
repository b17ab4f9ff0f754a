/** The versions of what `npm start` gets by itself, pinned in this one place (FerretDB's: ferretdb/go.mod). */
export const VERSIONS = {
  /** The newest Temporal CLI that `go install` still builds; the download takes the same. */
  temporal: '1.5.1',
  /** The current long-term release line of the official server. */
  mongod: '8.0.17',
} as const
