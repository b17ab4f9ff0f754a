import MiniSearch from 'minisearch'
import type { OfferedAction } from '../../domain/language.ts'
import { splitIdentifier, type Token, tokensOf } from '../builtin/match/tokens.ts'

/** What of an action is searched, and how much a word counts there. */
const FIELDS = { name: 2, trigger: 1.5, description: 1, parameters: 0.7 }
/** Of a question's word: what another word of the same meaning counts, and one that only begins alike. */
const SYNONYM = 0.5
const BEGINNING = 0.3
const BEGINNING_CHARACTERS = 5

interface Entry {
  id: number
  action: OfferedAction
  /** The update that last had it. */
  seen: number
}

/** The words of one guru's actions, kept in memory for looking up the nearest ones by BM25. */
export interface ActionIndex {
  /**
   * Takes in what is new among these actions, drops what is gone. What is the same object is not read again.
   * @returns what was new
   */
  update(actions: readonly OfferedAction[]): OfferedAction[]
  /** The actions that share words with the question, the nearest first. */
  nearest(question: readonly Token[]): OfferedAction[]
}

/** An index without actions. */
export function createActionIndex(): ActionIndex {
  const search = new MiniSearch<Entry>({
    fields: Object.keys(FIELDS),
    extractField: ({ id, action }, field) => (field === 'id' ? id : textOf(action, field)) as string,
    tokenize: (text) => tokensOf(text).flatMap(termsOf),
    processTerm: (term) => term,
  })
  const entries = new Map<OfferedAction, Entry>()
  const byId = new Map<number, OfferedAction>()
  let current: readonly OfferedAction[] = []
  let nextId = 0
  let updates = 0

  const isThere = (action: OfferedAction): boolean => {
    const entry = entries.get(action)
    if (entry) entry.seen = updates
    return entry !== undefined
  }

  const add = (action: OfferedAction): void => {
    if (entries.has(action)) return
    const entry = { id: nextId++, action, seen: updates }
    entries.set(action, entry)
    byId.set(entry.id, action)
    search.add(entry)
  }
  const remove = (entry: Entry): void => {
    search.remove(entry)
    entries.delete(entry.action)
    byId.delete(entry.id)
  }
  return {
    update(actions) {
      if (isSame(actions, current)) return []
      updates++
      const added = actions.filter((action) => !isThere(action))
      for (const entry of entries.values()) if (entry.seen < updates) remove(entry)
      added.forEach(add)
      current = actions.slice()
      return added
    },
    nearest(question) {
      const weights = weightsOf(question)
      if (weights.size === 0) return []
      const found = search.search([...weights.keys()].join(' '), {
        tokenize: (terms) => terms.split(' '),
        processTerm: (term) => term,
        boostTerm: (term) => weights.get(term) ?? 1,
        boost: FIELDS,
        prefix: (term) => term.length >= BEGINNING_CHARACTERS && !term.startsWith('#'),
        weights: { prefix: BEGINNING, fuzzy: 0 },
      })
      return found.flatMap(({ id }) => byId.get(id as number) ?? [])
    },
  }
}

const isSame = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((one, index) => one === others[index])

function textOf({ name, trigger, description, parameters }: OfferedAction, field: string): string {
  if (field === 'name') return splitIdentifier(name)
  if (field === 'trigger') return trigger
  if (field === 'description') return description
  return parameters.map((one) => `${splitIdentifier(one.name)}. ${one.description}`).join('. ')
}

const groupTerm = (group: number): string => `#${group}`

/** A word is found by its stem, and by what it means: `#` and the number of its group of synonyms. */
const termsOf = ({ stem, groups }: Token): string[] => [stem, ...groups.map(groupTerm)]

function weightsOf(question: readonly Token[]): Map<string, number> {
  const weights = new Map<string, number>()
  const weigh = (term: string, weight: number): void => {
    weights.set(term, Math.max(weight, weights.get(term) ?? 0))
  }
  for (const { stem, groups, weight } of question) {
    weigh(stem, weight)
    for (const group of groups) weigh(groupTerm(group), weight * SYNONYM)
  }
  return weights
}
