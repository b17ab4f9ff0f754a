import { readValue } from '../../../components/values/read-value.ts'
import type { ActionValues } from './values.ts'

/** What is wrong with numbers that were typed in, by their fields: the API would only see that they are none. */
export function wrongValues({ parameters, schedule }: ActionValues): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const [index, { type, default: fallback, scheduled }] of parameters.entries()) {
    const problems = {
      default: readValue(type, fallback).problem,
      scheduled: schedule.enabled ? readValue(type, scheduled).problem : null,
    }
    for (const [field, problem] of Object.entries(problems))
      if (problem) wrong[`parameters.${index}.${field}`] = problem
  }
  return wrong
}
