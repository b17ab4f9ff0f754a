import { createTwoFilesPatch } from 'diff'
import type { Output } from '../terminal/output.ts'
import { safeJson, safeLine, safeText } from '../terminal/safe-text.ts'
import type { FieldChange } from './compare.ts'
import type { Plan, Step } from './plan.ts'

const SIGNS = { create: ['+', 'green'], change: ['~', 'yellow'], delete: ['-', 'red'] } as const
const CONTEXT_LINES = 2
const INDENT = '      '

/** The plan for people: a line for each action, the fields that change below it. */
export function showPlan(plan: Plan, { styled }: Pick<Output, 'styled'>): string {
  const lines = plan.steps.flatMap((step) => [
    styled(SIGNS[step.kind][1], `  ${SIGNS[step.kind][0]} ${titleOf(step)}`),
    ...(step.kind === 'change' ? step.changes.flatMap((change) => linesOf(change, styled)) : []),
  ])
  const extra = plan.extra.map(
    ({ name }) => `  = ${safeLine(name)} (not in the files; --prune would delete it)`,
  )
  return [...lines, ...extra, ...plan.notes.map((note) => `  ! ${safeLine(note)}`), summaryOf(plan)].join(
    '\n',
  )
}

export function titleOf(step: Step): string {
  if (step.kind === 'delete') return `delete ${safeLine(step.now.name)}`
  const name = safeLine(step.wanted.definition.name)
  if (step.kind === 'create') return `create ${name} (${step.wanted.where})`
  const renamed = step.now.name !== step.wanted.definition.name
  return renamed
    ? `rename ${safeLine(step.now.name)} to ${name} (${step.wanted.where})`
    : `change ${name} (${step.wanted.where})`
}

export function summaryOf({ steps, unchanged }: Plan): string {
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length
  if (steps.length === 0) return `No changes: ${unchanged} as they should be.`
  return `${count('create')} to create, ${count('change')} to change, ${count('delete')} to delete, ${unchanged} unchanged.`
}

/** The plan for programs. */
export const planAsJson = ({ steps, unchanged, extra, notes }: Plan) => ({
  changes: steps.map((step) => ({
    action: step.kind,
    name: step.kind === 'delete' ? step.now.name : step.wanted.definition.name,
    ...(step.kind === 'create' ? {} : { id: step.now.id }),
    ...(step.kind === 'delete' ? {} : { file: step.wanted.where }),
    ...(step.kind === 'change' ? { fields: step.changes } : {}),
  })),
  unchanged,
  not_in_files: extra.map(({ id, name }) => ({ id, name })),
  notes,
})

function linesOf({ path, before, after }: FieldChange, styled: Output['styled']): string[] {
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n'))
    return [`${INDENT}${path}:`, ...textDiff(before, after, styled)]
  return [`${INDENT}${path}: ${shown(before)} → ${shown(after)}`]
}

const shown = (value: unknown): string => (value === undefined ? '(nothing)' : safeText(safeJson(value)))

function textDiff(before: string, after: string, styled: Output['styled']): string[] {
  const patch = createTwoFilesPatch('', '', before, after, undefined, undefined, { context: CONTEXT_LINES })
  return safeText(patch)
    .split('\n')
    .filter((line) => /^[-+ @]/.test(line) && !/^(---|\+\+\+) ?\t?$/.test(line))
    .map((line) => {
      const indented = `${INDENT}  ${line}`
      return line.startsWith('+')
        ? styled('green', indented)
        : line.startsWith('-')
          ? styled('red', indented)
          : indented
    })
}
