import type { InterpretedRun, InterpretRequest } from '../../../domain/language.ts'
import { RUN_ERRORS } from '../../../domain/run-errors.ts'
import { escapeInline } from './escape.ts'
import { isObject, type Json, plain } from './fields.ts'
import { filesNotes } from './files.ts'
import { listAnswer } from './list.ts'
import { objectAnswer } from './object.ts'
import { textAnswer } from './text.ts'

/** Words the answer from one run by template. Never empty. */
export function wordAnswer(request: InterpretRequest): string {
  return [resultAnswer(request), ...filesNotes(request.run)].join('\n\n')
}

function resultAnswer({ question, run }: InterpretRequest): string {
  const name = `**${escapeInline(run.action_name) || 'The action'}**`
  if (run.error) return errorAnswer(name, run)
  const body = bodyOf(run, question)
  if (!body && run.artifacts.length > 0) return `${name} ran without an error.`
  if (!body) return `${name} ran without an error and gave no output.`
  const cutNote = run.output_truncated
    ? '\n\nThe output was too long to keep, so this is only a part of it.'
    : ''
  const separator = /^(?:[-|`]|\*\*)|\n/.test(body) ? '\n\n' : ' '
  return `${name}:${separator}${body}${cutNote}`
}

function bodyOf({ output, usage_instructions }: InterpretedRun, question: string): string {
  const json = parsed(output)
  if (json === undefined) return textAnswer(output)
  if (Array.isArray(json)) return listAnswer(json, usage_instructions)
  if (isObject(json))
    return Object.keys(json).length > 0
      ? objectAnswer(json, usage_instructions, question) || textAnswer(output)
      : 'The result is empty.'
  return textAnswer(plain(json))
}

/** The output as JSON; undefined where it is anything else. */
function parsed(output: string): Json | undefined {
  try {
    return JSON.parse(output) as Json
  } catch {
    return undefined
  }
}

const LONGEST_DETAIL = 300

function errorAnswer(name: string, { error, output }: InterpretedRun): string {
  if (!error) return ''
  const lines = [`${name} did not work: ${escapeInline(error.message) || error.code}`]
  const detail = detailOf(output)
  if (detail) lines.push(`The service said: ${escapeInline(detail)}`)
  lines.push(RUN_ERRORS[error.code].hint)
  return lines.join('\n\n')
}

/** What a service says in its own error body. */
function detailOf(output: string): string {
  const json = parsed(output)
  if (!isObject(json)) return ''
  const error = isObject(json.error) ? json.error : json
  const said = [error.message, error.detail, error.error_description, error.title, json.error].find(
    (value) => typeof value === 'string' && value.trim() !== '',
  )
  return typeof said === 'string' ? said.slice(0, LONGEST_DETAIL) : ''
}
