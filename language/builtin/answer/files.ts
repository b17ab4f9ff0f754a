import type { InterpretedRun } from '../../../domain/language.ts'
import { escapeInline } from './escape.ts'
import type { Frame } from './frame.ts'

/** Warnings beyond these stand on the run's page. */
const MOST_WARNINGS = 3

/** The sentences about what a run left and what of it could not be kept; empty where there is nothing to say. */
export function filesNotes({ artifacts, warnings }: InterpretedRun, frame: Frame): string[] {
  const names = artifacts.map(({ name }) => `**${escapeInline(name)}**`)
  const [only] = names
  const files =
    names.length === 0
      ? []
      : [names.length === 1 ? `${frame.file} ${only}.` : `${frame.files} ${names.join(', ')}.`]
  return [...files, ...warnings.slice(0, MOST_WARNINGS).map(escapeInline)]
}
