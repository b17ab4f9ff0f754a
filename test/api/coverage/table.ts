import type { Operation } from '../../../api/contract/operation.ts'

const COLUMNS = [401, 403, 404, 409, 412, 422, 400, 413, 415]

/** What was seen of one operation. */
export interface Seen {
  operation: Operation
  /** What the document has. */
  declared: number[]
  statuses: Set<number>
}

/** A line for each operation: ✓ seen, ✗ declared and not seen, – does not occur. */
export function coverageTable(all: Seen[]): string {
  const names = all.map(({ operation: { method, path } }) => `${method.toUpperCase().padEnd(6)} ${path}`)
  const width = Math.max(...names.map((name) => name.length))
  const head = ['happy'.padEnd(15), ...COLUMNS.map(String)].join('  ')
  const lines = all.map(({ declared, statuses }, index) => {
    const mark = (status: number) => (statuses.has(status) ? '✓' : declared.includes(status) ? '✗' : '–')
    const happy = declared.filter((status) => status < 400).map((status) => `${status}${mark(status)}`)
    const cells = COLUMNS.map((status) => mark(status).padEnd(3))
    return `${names[index]?.padEnd(width)}  ${[happy.join(' ').padEnd(15), ...cells].join('  ')}`
  })
  return [`${''.padEnd(width)}  ${head}`, ...lines].join('\n')
}
