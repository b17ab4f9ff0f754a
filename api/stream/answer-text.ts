import type { UnderstoodMatch } from '../../domain/activity-contract.ts'
import { answerSoFar, askForText } from '../../domain/answer-text.ts'
import type { Child, Told } from './told.ts'

interface Content {
  content: string
  whole: boolean
}

const UNKNOWN: Content = { content: '', whole: false }

/**
 * How an answer begins, as far as that is certain. It depends only on what was told, not in which order: who comes back
 * finds what they had.
 * @param tellOf what the history of a run beside the question has told, if any
 */
export function answerText(question: Told, tellOf: (child: Child) => Told | undefined): string {
  const { understood, ended } = question
  if (ended?.answer) return ended.answer.content
  const matches = understood?.matches ?? []
  const contents = contentsOf(matches, question, tellOf)
  return answerSoFar(
    matches.map((match) => ({
      name: match.plan.name,
      parameters: match.parameters,
      ...(contents.get(match) ?? UNKNOWN),
    })),
  )
}

function contentsOf(
  matches: UnderstoodMatch[],
  question: Told,
  tellOf: (child: Child) => Told | undefined,
): Map<UnderstoodMatch, Content> {
  const contents = new Map<UnderstoodMatch, Content>()
  const { language } = question.understood ?? {}
  for (const match of matches)
    if (match.missing.length > 0)
      contents.set(match, {
        content: askForText(match.plan.name, match.missing, language, match.parameters),
        whole: true,
      })
  const give = (match: UnderstoodMatch | undefined, content: Content): void => {
    if (match) contents.set(match, content)
  }
  const open = (): UnderstoodMatch[] => matches.filter((match) => !contents.has(match))
  give(
    open().find((match) => match.plan.id === question.action?.id),
    { content: question.text, whole: question.whole },
  )
  for (const child of question.children) {
    const told = tellOf(child)
    const content =
      child.content === null
        ? { content: told?.text ?? '', whole: told?.whole ?? false }
        : { content: child.content, whole: true }
    give(matchOf(open(), child), content)
  }
  return contents
}

/** One action may be asked for twice: then its parameters tell which it is. */
function matchOf(matches: UnderstoodMatch[], { plan, parameters }: Child): UnderstoodMatch | undefined {
  const ofAction = matches.filter((match) => match.plan.id === plan.id)
  const isSame = (match: UnderstoodMatch): boolean =>
    Object.entries(match.parameters).every(([name, value]) => parameters[name] === value)
  return ofAction.find(isSame) ?? ofAction[0]
}
