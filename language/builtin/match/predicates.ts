import { type Token, tokensOf } from './tokens.ts'

const PREDICATES = [
  /\b(?:did|do|does|should|would)\s+(?:we|you|they|i|he|she|it|one|people|anyone)\s+(?:(?:still|ever|just|really|actually|usually)\s+)?([a-z]+)/i,
  /^\W*(?:(?:and|so|hi|hey|hello)\W+)*(?:who|(?:which|what|how many)\s[\w-]{1,30})\s+([a-z]{2,30}ed)\b/i,
  /\bdid\s+(?:(?:the|an?|my|our|your)\s+)?(?:[\w#-]{1,30}\s+){1,3}?([a-z]{2,30})\s*\??$/i,
]

/** What is quoted is not what the question says. */
const QUOTED = /"[^"]*"|“[^”]*”/g

/** What a question says that somebody does or did: "How many tickets did we *close*?", "Who *placed* the order?" */
export const predicatesOf = (question: string): Token[] =>
  PREDICATES.flatMap((pattern) => tokensOf(pattern.exec(question.replace(QUOTED, ' '))?.[1] ?? '')).filter(
    ({ weight }) => weight === 1,
  )
