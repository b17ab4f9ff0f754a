import { shorten } from '../../domain/shorten.ts'
import { wordsOf } from '../builtin/match/tokens.ts'
import { isNotForQuestions, type Subject } from './subject.ts'
import { substanceOf, withoutAsker } from './substance.ts'

const ALWAYS =
  /\balways\b|\b(?:every|each|any|all) (?:questions?|messages?|requests?|time)\b|\banything\b|\bwhatever\b|\bin (?:any|every|all) cases?\b/i
const REFUSING = /^\W*(?:do not|don't|never|not (?:for|when|if|to)|except|unless|avoid)\b/i
const ASKING_TOO = /[.;,] *(?:but|instead|only|use|call|run|when)\b|\bbut\b/i
const DEED =
  /^\W*(?:(?:this|it|the action) )?(?:calls?|uses?|sends?|makes?|executes?|queries|query|runs?|performs?|invokes?|posts?|gets?|fetches|fetch|returns?|reads?|writes?|connects?|triggers?|looks? up|finds|lists|shows|checks|creates|updates|deletes|retrieves?|calculates|converts|provides?|gives|searches)\b/i
const WHEN =
  /\b(?:when|whenever|if|once|asks?|asked|asking|wants?|wanted|needs?|questions?|requests?|user|customer|someone|whether)\b/i
/** From so many words on, few of substance are enough: "When the user asks about the weather". */
const SENTENCE_WORDS = 4
const QUOTED_CHARACTERS = 60

/** What is wrong with a trigger by itself, and what to write instead. The first that applies is told. */
export function triggerAdvice(subject: Subject): string[] {
  if (isNotForQuestions(subject)) return []
  const { trigger } = subject
  const it = `The trigger '${shorten(trigger, QUOTED_CHARACTERS)}'`
  const about = substanceOf(withoutAsker(trigger).replace(ALWAYS, ' '))
  if (REFUSING.test(trigger) && !ASKING_TOO.test(trigger))
    return [
      `${it} only says when the action is not meant. Say first when it is: 'When the user asks for …, but not for …'.`,
    ]
  if (ALWAYS.test(trigger) && about.length === 0)
    return [
      `${it} fits every question, so the action would compete with all others. Name what users ask for: 'When the user asks for …'. An action that no question is to start has the trigger 'Never'.`,
    ]
  if (DEED.test(trigger) && !WHEN.test(trigger))
    return [
      `${it} says what the action does, not when it is meant. Turn it round: 'When the user asks for …'; what it does belongs into the description.`,
    ]
  if (about.length === 0)
    return [
      `${it} has general words only, so nothing tells its questions from others. Name the thing that it is about, in the words that users have for it: 'When the user asks where an order is'.`,
    ]
  if (about.length <= 2 && wordsOf(trigger).length < SENTENCE_WORDS)
    return [
      `${it} is too short to tell what is asked about it. Write the sentence to its end, such as 'When the user asks where an order is, or when it arrives'.`,
    ]
  return thinAdvice(subject, it)
}

/** One word is little to go by where the name and the description add none. */
function thinAdvice({ name, description, trigger }: Subject, it: string): string[] {
  const stems = new Set(substanceOf(`${name}. ${withoutAsker(trigger)}`).map(({ stem }) => stem))
  if (stems.size > 1 || description.trim()) return []
  const [word] = substanceOf(withoutAsker(trigger))
  return [
    `${it} has one word to go by, '${word?.word}', and there is no description. Add what users want to know or have done, other words that they use for it, or a description.`,
  ]
}
