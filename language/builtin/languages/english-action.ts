import type { Parameter, ParameterValues } from '../../../domain/action.ts'
import type { OfferedAction } from '../../../domain/language.ts'
import { own } from '../own.ts'
import { languageOfWords } from './detect.ts'
import { inEnglishParameter } from './english-parameter.ts'
import { LEXICONS } from './lexicons.ts'
import { translate } from './translate.ts'

/** An action in English, as far as its words are known, and the way back. */
export interface EnglishAction {
  action: OfferedAction
  /** Values by the names that the parameters have in English. */
  english(values: ParameterValues): ParameterValues
  /** Values by the names that were declared; words of a list as they were declared. */
  declared(values: ParameterValues): ParameterValues
  declaredName(english: string): string
  englishName(declared: string): string
}

/** Parameters stay the same object as long as their action does: this keeps the work from being done for each question. */
const read = new WeakMap<Parameter[], { of: OfferedAction; english: EnglishAction }>()

export function actionInEnglish(action: OfferedAction): EnglishAction {
  const known = read.get(action.parameters)
  if (known && isSame(known.of, action)) return known.english
  const lexicon = LEXICONS.get(languageOfWords(`${action.trigger}. ${action.description}`) ?? '')
  const english = lexicon ? translated(action, lexicon) : unchanged(action)
  read.set(action.parameters, { of: action, english })
  return english
}

const isSame = (a: OfferedAction, b: OfferedAction): boolean =>
  a.id === b.id && a.name === b.name && a.trigger === b.trigger && a.description === b.description

const unchanged = (action: OfferedAction): EnglishAction => ({
  action,
  english: (values) => values,
  declared: (values) => values,
  declaredName: (name) => name,
  englishName: (name) => name,
})

function translated(
  action: OfferedAction,
  lexicon: NonNullable<ReturnType<typeof LEXICONS.get>>,
): EnglishAction {
  const inEnglish = (text: string): string => translate(text, lexicon).text
  const taken = new Set<string>()
  const pairs = action.parameters.map((declared) => {
    const { parameter, words } = inEnglishParameter(declared, lexicon)
    const english = taken.has(parameter.name) ? { ...parameter, name: declared.name } : parameter
    taken.add(english.name)
    return { declared, english, words }
  })
  const englishName = (name: string): string =>
    pairs.find(({ declared }) => declared.name === name)?.english.name ?? name
  const pairOf = (name: string) => pairs.find(({ english }) => english.name === name)
  const declaredName = (name: string): string => pairOf(name)?.declared.name ?? name
  const renamed = (values: ParameterValues, nameOf: (name: string) => string): ParameterValues =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [nameOf(name), value]))
  return {
    action: {
      ...action,
      name: inEnglish(action.name),
      trigger: inEnglish(action.trigger),
      description: inEnglish(action.description),
      parameters: pairs.map(({ english }) => english),
    },
    english: (values) => renamed(values, englishName),
    declared: (values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => {
          const word = typeof value === 'string' ? own(pairOf(name)?.words ?? {}, value) : undefined
          return [declaredName(name), word ?? value]
        }),
      ),
    declaredName,
    englishName,
  }
}
