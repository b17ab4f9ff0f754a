import pLimit from 'p-limit'
import type { z } from 'zod'
import { missingSecretsReason } from '../../domain/missing-secrets.ts'
import type { FieldError } from '../../domain/problems.ts'
import { advise } from '../../language/advice/advise.ts'
import { ChangedMeanwhile } from '../../storage/actions.ts'
import { importActions } from '../../storage/import-actions.ts'
import { ImportConflict } from '../../storage/import-conflict.ts'
import type { ActionDocument, SecretDocument } from '../../storage/models.ts'
import { settleAction } from '../../storage/settle-actions.ts'
import type { importResultSchema } from '../contract/action-files.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { invalid } from '../parse.ts'
import { problemsOf } from '../save-action.ts'
import { followChange } from '../schedules/follow-change.ts'
import { checkPython } from '../temporal/check-python.ts'
import { checkingMany } from './check-codes.ts'
import { conflictsFound, conflictsOf } from './conflicts.ts'
import { type ImportOptions, planImport, type Step } from './plan-import.ts'
import { type Element, readFile, within } from './read-file.ts'

export type ImportResult = z.output<typeof importResultSchema>

/** How often it is planned anew where others change what it goes by. */
const MAX_ROUNDS = 10
const AT_ONCE = 8

/**
 * Imports the actions of a file, all of them or none.
 * @throws {Problem} 422 with everything that is wrong, 409 with everything that is in the way
 */
export async function importFile(
  deps: ApiDependencies,
  slug: string,
  body: unknown,
  options: ImportOptions,
  changedBy: string,
): Promise<ImportResult> {
  const { elements, problems } = readFile(body)
  const { problems: found, warnings } = await checkElements(deps, slug, elements)
  const all = [...problems, ...found]
  if (all.length > 0) throw invalid(all)
  for (let round = 1; ; round++) {
    const guru = await knownGuru(deps, slug)
    const steps = planImport(guru, elements, options)
    const conflict = conflictsOf(guru, steps)
    if (conflict) throw conflict
    const planned = steps.flatMap((step) => ('plan' in step ? [step] : []))
    try {
      const plans = planned.map(({ plan }) => plan)
      const saved =
        options.dryRun || plans.length === 0 ? [] : await importActions(deps.storage, slug, plans, changedBy)
      const made = new Map<Step, ActionDocument>()
      for (const [index, step] of planned.entries()) {
        const action = saved[index]
        if (action) made.set(step, action)
      }
      const told = await followAll(deps, made, changedBy)
      return resultOf(steps, made, [...warnings, ...told], options.dryRun)
    } catch (error) {
      if (error instanceof ImportConflict) {
        const refused = conflictsFound(
          error,
          planned.map(({ element }) => element),
        )
        throw refused ?? error
      }
      if (!(error instanceof ChangedMeanwhile) || round === MAX_ROUNDS) throw error
    }
  }
}

/** What is wrong with actions, and what is worth knowing of them, whatever the guru has. */
async function checkElements(
  deps: ApiDependencies,
  slug: string,
  elements: Element[],
): Promise<{ problems: FieldError[]; warnings: string[] }> {
  const { secrets, actions } = await knownGuru(deps, slug)
  const checkCode = checkingMany((code) => checkPython(deps.temporal, code))
  const enabled = actions.map(({ definition }) => definition).filter((action) => action.enabled)
  const checked = await Promise.all(
    elements.map(async ({ prefix, definition }) => {
      const { problems, warnings } = await problemsOf(checkCode, definition, [...secrets.keys()])
      const name = definition.name.toLowerCase()
      const others = enabled.filter((other) => other.name.toLowerCase() !== name)
      const advice = elements.length <= ADVISED ? advise(definition, others) : []
      return {
        problems: within(prefix, problems),
        warnings: named(definition.name, [...warnings, ...advice]),
      }
    }),
  )
  return {
    problems: checked.flatMap(({ problems }) => problems),
    warnings: checked.flatMap(({ warnings }) => warnings),
  }
}

/** Of larger imports nobody reads the advice on each text. */
const ADVISED = 20

const named = (name: string, warnings: string[]): string[] => warnings.map((text) => `'${name}': ${text}`)

/** Has secrets and schedules follow what was saved. */
async function followAll(
  deps: ApiDependencies,
  made: Map<Step, ActionDocument>,
  changedBy: string,
): Promise<string[]> {
  const limit = pLimit(AT_ONCE)
  const there = await asPlanned(deps, made)
  const told = await Promise.all(
    Array.from(made, ([step, action]) =>
      limit(async () => {
        if (!('saved' in step)) return []
        const settled = there.has(step)
          ? action
          : await settleAction(deps.storage, action, step.saved.uses, changedBy)
        made.set(step, settled)
        const before = step.outcome === 'replaced' ? step.existing : settled
        return named(settled.definition.name, await followChange(deps, settled, before))
      }),
    ),
  )
  return told.flat()
}

/** Those whose secrets are there, or missing, as when they were planned: read once for all, after they were saved. */
async function asPlanned({ storage }: ApiDependencies, made: Map<Step, ActionDocument>): Promise<Set<Step>> {
  const [first] = made.values()
  if (!first) return new Set()
  const secrets = await storage.secrets.find({ guru: first.guru }).lean<SecretDocument[]>()
  const names = new Set(secrets.filter(({ deleted_at }) => !deleted_at).map(({ name }) => name))
  return new Set(
    [...made.keys()].filter(
      (step) =>
        'saved' in step &&
        step.saved.disabled_reason === missingReason(step.saved.uses.filter((name) => !names.has(name))),
    ),
  )
}

const missingReason = (missing: string[]): string | null =>
  missing.length > 0 ? missingSecretsReason(missing) : null

function resultOf(
  steps: Step[],
  made: Map<Step, ActionDocument>,
  warnings: string[],
  dryRun: boolean,
): ImportResult {
  return {
    imported: steps.map((step) => {
      const action = made.get(step) ?? ('existing' in step ? step.existing : null)
      const { definition, disabled_reason } = made.get(step) ?? ('saved' in step ? step.saved : step.existing)
      return {
        id: action?._id ?? null,
        name: definition.name,
        version: action?.version ?? null,
        outcome: step.outcome as ImportResult['imported'][number]['outcome'],
        enabled: definition.enabled,
        disabled_reason,
      }
    }),
    warnings: [
      ...steps.flatMap(({ element, warnings: own }) => named(element.definition.name, own)),
      ...warnings,
    ],
    dry_run: dryRun,
  }
}
