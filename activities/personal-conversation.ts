import type { ParameterValues } from '../domain/action.ts'
import type { ConversationMessage, Match, OfferedAction, PendingMatch } from '../domain/language.ts'
import { isLabelOf, labelsIn, plainLabel } from '../domain/pii/labels.ts'
import type { PiiSettings } from '../domain/pii/settings.ts'
import type { PiiBox } from '../domain/workflow-contract.ts'
import type { Conversation } from './read-session.ts'

/** What of a session's sealed values goes along with a question at most, in characters of base64; newest first. */
const CARRIED = 64 * 1024

/** A conversation with labels for personal data, as engines see it. */
export interface PersonalConversation {
  history: ConversationMessage[]
  pending: PendingMatch[]
  /** Labels that stand for a value that the run can have. */
  tokens: string[]
  /** The match without labels that stand for no value: no service is to get `<<EMAIL>>` as an address. */
  checked(match: Match, action: OfferedAction): Match
  /** What the session keeps of its tokens: those in these parameters, and the latest. */
  boxesFor(parameters: ParameterValues[]): PiiBox[]
}

/**
 * Hides what an older part of a conversation still shows, which was held before the guru's option was on. Null where
 * the option is off and there are no tokens either.
 * @param added tokens of the question, beside those of the session
 */
export async function personalConversation(
  settings: PiiSettings,
  { history, pending, pii }: Conversation,
  added: string[] = [],
): Promise<PersonalConversation | null> {
  if (!settings.enabled && pii.length === 0 && added.length === 0) return null
  const tokens = new Set([...pii.flatMap((box) => box.tokens), ...added])
  const hide = settings.enabled ? await hider(settings, tokens) : <T>(data: T): T => data
  return {
    history: history.map(({ role, content, actions }) => ({
      role,
      content: hide(content),
      ...(actions && {
        actions: actions.map((one) => ({ ...one, parameters: hide(one.parameters) })),
      }),
    })),
    pending: pending.map((one) => ({ ...one, parameters: hide(one.parameters) })),
    tokens: [...tokens],
    checked: (match, action) => withoutLabels(match, action, (label) => isUnknown(label)),
    boxesFor: (parameters) => boxesFor(pii, new Set(labelsIn(JSON.stringify(parameters)))),
  }

  function isUnknown(label: string): boolean {
    return isLabelOf(settings, label) && !tokens.has(label)
  }
}

async function hider(settings: PiiSettings, tokens: ReadonlySet<string>) {
  const [{ createPiiFinder }, { hidePii }] = await Promise.all([
    import('../domain/pii/find.ts'),
    import('../domain/pii/hide.ts'),
  ])
  const finder = createPiiFinder(settings)
  return <T>(data: T): T => hidePii(data, finder, (name) => plainLabel(name, tokens))
}

function withoutLabels(match: Match, action: OfferedAction, isUnknown: (label: string) => boolean): Match {
  const parameters: ParameterValues = {}
  const missing = new Set(match.missing)
  for (const [name, value] of Object.entries(match.parameters)) {
    if (typeof value !== 'string' || !labelsIn(value).some(isUnknown)) {
      parameters[name] = value
      continue
    }
    const declared = action.parameters.find((parameter) => parameter.name === name)
    if (declared && declared.default !== null) parameters[name] = declared.default
    else if (declared?.required) missing.add(name)
  }
  return { ...match, parameters, missing: [...missing] }
}

/** Boxes that hold one of `needed` go along in any case, others as long as there is room; the rest by name only. */
function boxesFor(boxes: PiiBox[], needed: ReadonlySet<string>): PiiBox[] {
  const isNeeded = ({ tokens }: PiiBox): boolean => tokens.some((token) => needed.has(token))
  let room = CARRIED
  const carried = new Set<PiiBox>()
  for (const box of [...boxes.filter(isNeeded), ...boxes.filter((box) => !isNeeded(box)).reverse()]) {
    room -= box.sealed?.length ?? 0
    if (room > 0 || isNeeded(box)) carried.add(box)
  }
  return boxes.map((box) => ({ tokens: box.tokens, sealed: carried.has(box) ? box.sealed : null }))
}
