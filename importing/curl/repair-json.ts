import { jsonrepair } from 'jsonrepair'
import { JsonTemplateError, parseJsonTemplate } from '../../domain/template-json.ts'
import { unusable } from '../problem.ts'
import type { Findings } from './findings.ts'

/**
 * JSON that can be sent: examples often have a trailing comma, a comment, or three dots in them.
 * @throws {Problem} `validation_failed` where nothing can be made of it
 */
export function repairedJson(text: string, findings: Findings): string {
  if (
    text.split('\n').every((line) => line.trim() === '' || isJson(line, findings)) ||
    isJson(text, findings)
  )
    return text
  try {
    // A reference outside of quotes is made a string for this, and taken out of its quotes afterwards.
    const repaired = jsonrepair(text.replace(/(?<=[:[,]\s{0,20})(\uFDD0\d+\uFDD1)/g, '"\uFDD2$1"')).replace(
      /"\uFDD2(\uFDD0\d+\uFDD1)"/g,
      '$1',
    )
    if (isJson(repaired, findings)) {
      findings.warnings.push('The body was not quite JSON and was put right: have a look at it.')
      return repaired
    }
  } catch {
    // Falls through: its messages quote the text.
  }
  throw unusable('command', 'has a body that is called JSON and is none')
}

function isJson(text: string, findings: Findings): boolean {
  const shown = findings.marks
    .pieces(text)
    .map((piece) => (typeof piece === 'string' ? piece : '{reference}'))
    .join('')
  try {
    parseJsonTemplate(shown)
    return true
  } catch (error) {
    if (error instanceof JsonTemplateError) return false
    throw error
  }
}
