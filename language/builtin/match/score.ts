import type { OfferedAction } from '../../../domain/language.ts'
import { natureOf, type Order } from './order.ts'
import { splitIdentifier, type Token, tokensOf } from './tokens.ts'
import { kindsOfVerb, kindsOfWords } from './verbs.ts'

/** An offered action, read once for matching. */
export interface ActionWords {
  action: OfferedAction
  name: Token[]
  /** Name, trigger and description. */
  head: Token[]
  /** Name and trigger: what there is without the description, which is there to add to them. */
  asked: Token[]
  /** The name and the first words of the description, which mostly say what it is for. */
  core: Token[]
  /** The name and the first words of the trigger. */
  askedCore: Token[]
  /** Parameter names, descriptions and allowed words. */
  parameters: Token[]
  /** The trigger's alternatives: "whether it is active", "what it costs". */
  phrases: Token[][]
  /** Whether it finds out, creates or changes something; null where its description doesn't say. */
  nature: Order | null
  /** The kinds of what it does. */
  verbs: ReadonlySet<number>
}

const READ = new WeakMap<OfferedAction, ActionWords>()

/** The words of an action; read once for each object. */
export function readAction(action: OfferedAction): ActionWords {
  let words = READ.get(action)
  if (!words) {
    words = read(action)
    READ.set(action, words)
  }
  return words
}

const CORE_WORDS = 8
const TRIGGER_FRAME =
  /^\s*when(?:ever)? (?:the |a |an )?(?:user|customer|someone|somebody|anyone) \w+ (?:to\b:?)?/i

function read(action: OfferedAction): ActionWords {
  const name = tokensOf(splitIdentifier(action.name))
  const texts = [action.name, action.trigger.replace(TRIGGER_FRAME, ''), action.description]
  return {
    action,
    name,
    head: tokensOf(`${action.name}. ${action.trigger}. ${action.description}`),
    asked: tokensOf(`${action.name}. ${action.trigger}`),
    core: unique([...name, ...tokensOf(action.description).slice(0, CORE_WORDS)]),
    askedCore: unique([...name, ...tokensOf(action.trigger.replace(TRIGGER_FRAME, '')).slice(0, CORE_WORDS)]),
    nature: natureOf(action.description),
    phrases: action.trigger
      .replace(TRIGGER_FRAME, '')
      .split(/[,;:.]\s|\s(?:or|and|whether)\s/i)
      .map((phrase) => tokensOf(phrase))
      .filter((phrase) => phrase.length > 0),
    parameters: tokensOf(
      action.parameters.map(({ name, description }) => `${splitIdentifier(name)}. ${description}`).join('. '),
    ),
    verbs: new Set([
      ...kindsOfWords(action.name),
      ...texts.slice(1).flatMap((text) => [...kindsOfVerb(text)]),
    ]),
  }
}

const unique = (tokens: Token[]): Token[] => [...new Map(tokens.map((token) => [token.stem, token])).values()]

/** How rare each word is among the offered actions, 0.4 (in all) to 1 (in one): tells alike actions apart. */
export function rarity(actions: ActionWords[]): (token: Token) => number {
  if (actions.length < 2) return () => 1
  const counts = new Map<string, number>()
  for (const { head } of actions) for (const { stem } of head) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  const highest = Math.log(1 + actions.length)
  return ({ stem }) => 0.4 + 0.6 * (Math.log(actions.length / (counts.get(stem) ?? 1) + 0.001) / highest)
}
