import type { OfferedAction, Understanding, UnderstandRequest } from '../../domain/language.ts'
import type { Background } from './background.ts'
import { converse } from './converse.ts'
import { type ReadText, readText } from './extract/extract.ts'
import { isKnown } from './known.ts'
import { languageOf, languageOfQuestion } from './languages/detect.ts'
import { actionInEnglish } from './languages/english-action.ts'
import { LEXICONS } from './languages/lexicons.ts'
import { pastOf } from './past.ts'
import { refersBack, speaksOfSelf } from './talk.ts'

/** Which actions a question asks for, and their parameters. All of it is matched in English, whatever its language. */
export function understand(request: UnderstandRequest, now: () => Date): Understanding {
  const { question, user, tokens } = request
  const language = languageOfQuestion(question, request.history)
  const english = request.actions.map(actionInEnglish)
  const byId = new Map(english.map((one) => [one.action.id, one]))
  const actions = english.map(({ action }): OfferedAction => action)
  const history = request.history.map((message) =>
    message.actions
      ? {
          ...message,
          actions: message.actions.map((past) => ({
            ...past,
            parameters: byId.get(past.id)?.english(past.parameters) ?? past.parameters,
            from_outputs: (past.from_outputs ?? []).map(
              (name) => byId.get(past.id)?.englishName(name) ?? name,
            ),
          })),
        }
      : message,
  )
  const pending = request.pending.map((one) => ({
    ...one,
    parameters: byId.get(one.action_id)?.english(one.parameters) ?? one.parameters,
    missing: one.missing.map((name) => byId.get(one.action_id)?.englishName(name) ?? name),
  }))
  const readIn = (message: string, code: string | null): ReadText =>
    readText(message, now, tokens, LEXICONS.get(code ?? ''))
  const text = readIn(question, language)
  const before = new Map<string, ReadText>()
  const background: Background = {
    history,
    user,
    past: pastOf(history, actions),
    refersBack: refersBack(text.text) && !speaksOfSelf(text.text),
    isKnown: (parameter) => isKnown(parameter, text, background),
    read: (message) => {
      const known = before.get(message) ?? readIn(message, languageOf(message) ?? language)
      before.set(message, known)
      return known
    },
    readPart: (part) => readIn(part, language),
  }
  const { matches, nearest } = converse(text, pending, actions, background)
  return {
    matches: matches.map((match) => {
      const one = byId.get(match.action_id)
      return one
        ? {
            ...match,
            parameters: one.declared(match.parameters),
            missing: match.missing.map(one.declaredName),
          }
        : match
    }),
    nearest,
    content: null,
    ...(language && { language }),
  }
}
