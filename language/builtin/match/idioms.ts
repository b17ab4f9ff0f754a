/** Who asks on whose behalf: it says nothing of what is asked. */
const FRAME =
  /^[^.?!;]{0,80}?\b(?:asks?|asked|asking|wonders?|wondering|wants? to know|wanted to know|(?:tell|let) (?:me|us) know)\s+(?:me |us )?(?=(?:if|whether|what|where|when|which|who|how|why)\b)/i
/** "…, can you check real quick?" says no more than "please". */
const TAIL =
  /[,.;]\s*(?:can|could|would|will) (?:you|someone|anyone)(?: please)? (?:check|look|help|tell me|find out)(?: (?:that|this|it|for me|please|real|very|quick|quickly|into it|it up))*\s*[?.!]*\s*$/i

/** Words that say something together only. */
const IDIOMS: [RegExp, string][] = [
  [/\bright (?:now|away)\b/gi, 'now'],
  [/\b(?:any|the latest) (?:news|word|update|updates) (?:on|about|from|of)\b/gi, 'status'],
  [/\bavailable(?=\s*(?:[?.!,]|$|(?:now|again|anywhere|yet)\b))/gi, 'availability'],
  [/\b(?:two times|a second time)\b/gi, 'twice'],
  [/\bgoing on\b/gi, 'ongoing'],
  [
    /\b(?:do|have) (?:we|you)(?: guys)?(?: still| even| currently| also)? (?:have|got|carry|sell)\b(?! (?:to|a way|an idea)\b)/gi,
    'available',
  ],
  [/\b(?:my|the|their|his|her|our) money back\b/gi, 'refund'],
  [/\br[au]n out of\b|\brunning (?:out of|low on)\b/gi, 'stock'],
]

/** A question without what frames it, and with one word for what several say together: for its subject only. */
export const plainly = (question: string): string =>
  IDIOMS.reduce(
    (text, [idiom, word]) => text.replace(idiom, word),
    question.replace(FRAME, '').replace(TAIL, ''),
  )
