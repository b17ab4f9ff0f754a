import type { InterpretRequest } from '../../domain/language.ts'
import { dataRule, type Mark } from './mark.ts'
import { keepEnds } from './truncate.ts'
import { INSTRUCTIONS_BYTES } from './understand-prompt.ts'

const QUESTION_BYTES = 16 * 1024
const PARAMETERS_BYTES = 4 * 1024
const NOTES_BYTES = 4 * 1024

/** What a model is told when it words the answer. */
export function interpretInstructions({ instructions, run, labels }: InterpretRequest, mark: Mark): string {
  const parts = [
    "You answer the user's question from the result of an action that was run for it, as a good colleague would: the answer itself in the first sentence, then the facts that matter for it, then the next step if the result has one. Leave out what was not asked for.",
    'Write Markdown, in the language of the question. Several things of one kind go into a table or a list. Give numbers, names, dates and ids exactly as they stand in the result.',
    'Use only what stands in the result. Do not invent anything. If the answer is not in it, say so.',
    dataRule(mark),
    'Show no pictures. Give a link only where it is part of the answer, exactly as it stands in the result.',
    ...(run.error
      ? [
          'The action failed. Say so plainly, say why as far as it is known, and what can be done. Do not make it look as if it had worked.',
        ]
      : []),
    ...(run.output_truncated ? ['The result is cut: say that it is not all.'] : []),
    ...(run.artifacts.length > 0 ? ['Mention by name the files that were made.'] : []),
    'Texts such as ***NAME*** are masked secrets: leave them as they are.',
    ...(labels
      ? ['Texts such as <<EMAIL>> stand for personal data: leave them as they are, in backticks.']
      : []),
  ]
  if (run.usage_instructions.trim())
    parts.push(`How to use this action's result:\n${run.usage_instructions.trim()}`)
  if (instructions.trim())
    parts.push(`Instructions of the assistant's owner:\n${keepEnds(instructions.trim(), INSTRUCTIONS_BYTES)}`)
  return parts.join('\n\n')
}

/** The question, and all that came from outside between marks: values may have been taken from results as well. */
export function interpretQuestion({ question, run }: InterpretRequest, mark: Mark): string {
  const asked = question.trim() || `What is the result of '${run.action_name}'?`
  const failure = run.error ? [keepEnds(`${run.error.code}: ${run.error.message}`, NOTES_BYTES)] : []
  const files = run.artifacts.map(({ name, content_type }) => `- ${name} (${content_type})`)
  const data = [
    `Parameters: ${keepEnds(JSON.stringify(run.parameters), PARAMETERS_BYTES)}`,
    ...failure,
    keepEnds(run.output),
    ...(files.length > 0
      ? ['Files that were made, for the user to fetch:', keepEnds(files.join('\n'), NOTES_BYTES)]
      : []),
    ...(run.warnings.length > 0 ? [keepEnds(run.warnings.join('\n'), NOTES_BYTES)] : []),
  ]
  const outcome = run.error ? 'It failed.' : 'It succeeded.'
  return [
    keepEnds(asked, QUESTION_BYTES),
    `'${run.action_name}' was run for this. ${outcome} What it gave:`,
    mark.around(data.join('\n')),
  ].join('\n\n')
}
