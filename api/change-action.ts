import type { Request, Response } from 'express'
import type { Action, ActionInput } from '../domain/action.ts'
import type { AuditAction } from '../domain/audit.ts'
import { Problem } from '../domain/problems.ts'
import { ChangedMeanwhile, findAction, updateAction } from '../storage/actions.ts'
import type { GuruCatalogue } from '../storage/catalogue.ts'
import type { ActionDocument } from '../storage/models.ts'
import { settleAction } from '../storage/settle-actions.ts'
import { lastChange } from '../storage/versions.ts'
import { recordEvent } from './audit/record-event.ts'
import type { Identity } from './auth.ts'
import type { ApiDependencies } from './dependencies.ts'
import { actionTag, changedSince, matches, setEntityTag } from './entity-tag.ts'
import { knownGuru } from './known-guru.ts'
import { type CheckCode, type CheckedAction, checkAction } from './save-action.ts'
import { followChange } from './schedules/follow-change.ts'
import { nextRunOf } from './schedules/next-runs.ts'
import { checkPython } from './temporal/check-python.ts'
import { actionView } from './views.ts'

/** A request that changes one action. */
export interface ChangeCall {
  guru: { _id: string }
  params: { id: string }
  identity: Identity
  request: Request
  response: Response
}

/** More writers at once than ever want the same action; each round, one of them gets through. */
const MAX_ROUNDS = 50

/**
 * Does something to an action as it is now: again where somebody else was quicker, or, where the request says by
 * `If-Match` what it expects, not at all.
 * @throws {Problem} 404, 412
 */
export async function withAction<T>(
  deps: ApiDependencies,
  { guru, params, request }: ChangeCall,
  task: (known: GuruCatalogue, current: ActionDocument) => Promise<T>,
): Promise<T> {
  for (let round = 1; ; round++) {
    const known = await knownGuru(deps, guru._id)
    const current = await findAction(deps.storage, guru._id, params.id)
    const view = actionView(current, known.secretNames)
    if (!matches(request, actionTag(view)))
      throw changedSince(
        view.name,
        await lastChange(deps.storage, current),
        `, and it has version ${view.version} now`,
      )
    try {
      return await task(known, current)
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || round === MAX_ROUNDS) throw error
    }
  }
}

/** Saves what `next` makes of an action, and answers with it. */
export function changeAction(
  deps: ApiDependencies,
  call: ChangeCall,
  event: AuditAction,
  next: (now: ActionInput) => unknown,
): Promise<Action> {
  const { storage, temporal } = deps
  const checkCode = rememberingCheck((code) => checkPython(temporal, code))
  return withAction(deps, call, async (known, current) => {
    const others = known.actions.filter(({ _id }) => _id !== current._id)
    const input = next(current.definition)
    const checked: CheckedAction = await checkAction(temporal, known, input, others, checkCode)
    const updated = await updateAction(storage, current, checked, call.identity.label)
    const action = await settleAction(storage, updated, checked.uses, call.identity.label)
    return answerChange(deps, call, known, { event, action, before: current, warnings: checked.warnings })
  })
}

/** The same code is looked at once, however often a change is tried. */
function rememberingCheck(check: CheckCode): CheckCode {
  const known = new Map<string, ReturnType<CheckCode>>()
  return (code) => {
    const found = known.get(code) ?? check(code)
    known.set(code, found)
    return found
  }
}

/** What was changed, for the audit log and for the answer. */
export interface Changed {
  event: AuditAction
  action: ActionDocument
  /** Missing for a new action. */
  before?: ActionDocument
  warnings: string[]
}

/** Has the schedule and the audit log follow a change that is saved, and answers with the action. */
export async function answerChange(
  deps: ApiDependencies,
  { response }: ChangeCall,
  { secretNames }: GuruCatalogue,
  { event, action, before, warnings }: Changed,
): Promise<Action> {
  const after = actionView(action, secretNames)
  await recordEvent(deps, response, {
    action: event,
    subject: { type: 'action', id: after.id, name: after.name },
    ...(before && { before: actionView(before, secretNames) }),
    after,
  })
  const told = await followChange(deps, action, before ?? action)
  const nextRun = await nextRunOf(deps.temporal, action)
  const view = actionView(action, secretNames, { warnings: [...warnings, ...told], nextRun })
  setEntityTag(response, actionTag(view))
  return view
}

/** The 409 of an action whose secrets are missing. */
export const cannotEnable = ({ definition }: ActionDocument, why: string): Problem =>
  new Problem('conflict', `'${definition.name}' can't be enabled. ${why}`)
