const RUN = /^errand:\/\/runs\/([^/]+)(?:\/files\/([^/]+))?$/

export const RUN_TEMPLATE = 'errand://runs/{id}'
export const FILE_TEMPLATE = 'errand://runs/{id}/files/{name}'

export const runUri = (id: string): string => `errand://runs/${encodeURIComponent(id)}`
export const artifactUri = (id: string, name: string): string =>
  `${runUri(id)}/files/${encodeURIComponent(name)}`

/** Which run a URI means, and which of its files, if any; null where it is no such URI. */
export function readUri(uri: string): { id: string; file: string | null } | null {
  const [, id, file] = RUN.exec(uri) ?? []
  if (id === undefined) return null
  try {
    return { id: decodeURIComponent(id), file: file === undefined ? null : decodeURIComponent(file) }
  } catch {
    return null
  }
}
