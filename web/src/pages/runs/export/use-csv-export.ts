import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../../api/client.ts'
import { exportAddress, type Run, type RunMatch } from '../../../api/runs.ts'
import { linesOf } from './lines-of.ts'
import { csvHeading, csvOf } from './run-columns.ts'
import { saveFile } from './save-file.ts'

/** The most often that progress is told, in runs. */
const TELL_EVERY = 250

/** Saves all matching runs as a table for spreadsheets, made here from what the API exports. */
export function useCsvExport(guru: string, match: RunMatch) {
  const [count, setCount] = useState(0)
  const save = useMutation({
    mutationFn: async (): Promise<number> => {
      setCount(0)
      const response = await fetch(exportAddress(guru, match))
      if (!response.ok || !response.body) throw problemOf(await response.json().catch(() => null), response)
      const rows = [csvHeading()]
      for await (const line of linesOf(response.body)) {
        rows.push(csvOf(JSON.parse(line) as Run))
        if (rows.length % TELL_EVERY === 0) setCount(rows.length)
      }
      saveFile(`${guru}-runs.csv`, new Blob(rows, { type: 'text/csv;charset=utf-8' }))
      return rows.length - 1
    },
  })
  return { save, count }
}
