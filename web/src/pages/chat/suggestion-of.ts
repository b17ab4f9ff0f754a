const LONGEST = 90
const ASKS = /^when(?:ever)? (?:the|an?) \w+ (asks (?:for|about|to)|asks|wants to know|wants to) (.+)$/i
const QUESTION_WORD = /^(?:where|what|which|how|when|who|whose|why|whether|if) /i

/**
 * A question that an action would answer, made of when it is triggered: "When the user asks for the weather" is "Show
 * me the weather". Of several ways to ask the first; the action's name where the trigger is no such sentence.
 */
export function suggestionOf({ name, trigger }: { name: string; trigger: string }): string {
  const [, verb = '', rest = ''] = ASKS.exec(trigger.trim().replace(/\.$/, '')) ?? []
  // What follows is mostly another way to ask.
  const [first = ''] = rest.split(/[,;:\n]/)
  if (first === '' || first.length > LONGEST) return name
  switch (verb.toLowerCase()) {
    case 'asks for':
      return `Show me ${first}`
    case 'asks about':
      return `Tell me about ${first}`
    case 'asks to':
    case 'wants to':
      return `I want to ${first}`
    default:
      return QUESTION_WORD.test(first) ? `Tell me ${first}` : name
  }
}
