import { hostname } from 'node:os'
import { type History, historyToJson } from '../../stack/history-json.ts'

/** Who did it; in names of task queues as well, next to other text. */
const identity = new RegExp(`\\d+@${RegExp.escape(hostname())}`, 'g')

/** A history in one line, without what tells of the machine it was recorded on: hosts, processes, paths. */
export const historyToText = (history: History): string =>
  JSON.stringify(historyToJson(history), (key, value: unknown) => {
    if (key === 'stackTrace') return undefined
    return typeof value === 'string' ? value.replace(identity, 'worker@example') : value
  })
