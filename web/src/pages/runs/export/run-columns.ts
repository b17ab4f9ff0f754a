import type { Run } from '../../../api/runs.ts'
import { texts } from '../../../texts/en/index.ts'
import { csvLine } from './csv-line.ts'

type Column = keyof typeof texts.runs.export.columns

const COLUMNS: Record<Column, (run: Run) => string | number | null> = {
  id: ({ id }) => id,
  action: ({ action }) => action.name,
  version: ({ action }) => action.version,
  status: ({ status }) => texts.common.status[status],
  trigger: ({ trigger }) => texts.common.trigger[trigger],
  question: ({ question }) => question,
  parameters: ({ parameters }) => JSON.stringify(parameters),
  started_at: ({ started_at }) => started_at,
  finished_at: ({ finished_at }) => finished_at,
  duration_ms: ({ duration_ms }) => duration_ms,
  error_code: ({ error }) => error?.code ?? null,
  error_message: ({ error }) => error?.message ?? null,
}
const NAMES = Object.keys(COLUMNS) as Column[]

/** Tells spreadsheets that it is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'

export const csvHeading = (): string =>
  BYTE_ORDER_MARK + csvLine(NAMES.map((name) => texts.runs.export.columns[name]))

export const csvOf = (run: Run): string => csvLine(NAMES.map((name) => COLUMNS[name](run)))
