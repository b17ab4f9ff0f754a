import type { InterpretedRun, InterpretRequest } from '../../../domain/language.ts'
import { readJson } from '../../../domain/read-json.ts'
import { RUN_ERRORS } from '../../../domain/run-errors.ts'
import { languageOfQuestion, languageOfWords } from '../languages/detect.ts'
import { LEXICONS } from '../languages/lexicons.ts'
import { translate } from '../languages/translate.ts'
import { escapeInline } from './escape.ts'
import { isObject, type Json } from './fields.ts'
import { filesNotes } from './files.ts'
import { type Frame, frameIn } from './frame.ts'
import { listAnswer } from './list.ts'
import { objectAnswer } from './object.ts'
import { scalar } from './readable.ts'
import { textAnswer } from './text.ts'

/** Words the answer from one run by template, in the language of the question. Never empty. */
export function wordAnswer(request: InterpretRequest): string {
  const language = languageOfQuestion(request.question, request.history)
  const frame = frameIn(language)
  return [resultAnswer(request, frame), ...filesNotes(request.run, frame)].join('\n\n')
}

function resultAnswer({ question, run }: InterpretRequest, frame: Frame): string {
  const name = `**${escapeInline(run.action_name) || frame.theAction}**`
  if (run.error) return errorAnswer(name, run, frame)
  const body = bodyOf(run, question, frame)
  if (!body && run.artifacts.length > 0) return `${name} ${frame.ran}.`
  if (!body) return `${name} ${frame.noOutput}.`
  const cutNote = run.output_truncated ? `\n\n${frame.cut}` : ''
  const separator = /^(?:[-|`]|\*\*)|\n/.test(body) ? '\n\n' : ' '
  return `${name}:${separator}${body}${cutNote}`
}

function bodyOf({ output, usage_instructions }: InterpretedRun, question: string, frame: Frame): string {
  const json = parsed(output)
  if (json === undefined) return textAnswer(output)
  const wishes = inEnglish(usage_instructions)
  if (Array.isArray(json)) return listAnswer(json, wishes, frame)
  if (isObject(json))
    return Object.keys(json).length > 0
      ? objectAnswer(json, wishes, inEnglish(question), frame) || textAnswer(output)
      : frame.emptyResult
  return textAnswer(scalar(json, frame))
}

/** Keys of JSON are mostly English, whatever language a question is in. */
function inEnglish(text: string): string {
  const lexicon = LEXICONS.get(languageOfWords(text) ?? '')
  return lexicon ? translate(text.slice(0, LONGEST_WISHES), lexicon).text : text
}

/** The output as JSON; undefined where it is anything else, or too deep to be anything but text. */
const parsed = (output: string): Json | undefined => readJson(output) as Json | undefined

const LONGEST_DETAIL = 300
const LONGEST_WISHES = 2_000

function errorAnswer(name: string, { error, output }: InterpretedRun, frame: Frame): string {
  if (!error) return ''
  // Somebody's decision is no failure, and there is nothing to be done about it.
  if (error.code === 'rejected' || error.code === 'cancelled')
    return [`${name}: ${escapeInline(error.message)}`, frame.hints[error.code]].filter(Boolean).join('\n\n')
  const lines = [`${name} ${frame.failed} ${escapeInline(error.message) || error.code}`]
  const detail = detailOf(output)
  if (detail) lines.push(`${frame.serviceSaid} ${escapeInline(detail)}`)
  lines.push(frame.hints[error.code] ?? RUN_ERRORS[error.code].hint)
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
