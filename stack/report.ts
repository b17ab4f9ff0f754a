export type Report = (line: string) => void

/** Progress on the terminal, each line with the seconds since the start. */
export function createReport(write: (text: string) => void): Report {
  const begin = Date.now()
  return (line) => write(`${((Date.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}\n`)
}
