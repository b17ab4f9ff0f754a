const LONGEST = 90
const ASKS = /^when(?:ever)? (?:the|an?) \w+ (asks (?:for|about|to)|asks|wants to know|wants to) (.+)$/i
const QUESTION_WORD = /^(?:where|what|which|how|when|who|whose|why|whether|if) /i

/**
 * A question that an action would answer, made of when it is triggered: "When the user asks for the weather" is "Show
 * me the weather". The action's name where the trigger is no simple sentence.
 */
export function suggestionOf({ name, trigger }: { name: string; trigger: string }): string {
  const [, verb = '', rest = ''] = ASKS.exec(trigger.trim().replace(/\.$/, '')) ?? []
  const isSimple = rest !== '' && rest.length <= LONGEST && !/[,:;\n]/.test(rest)
  if (!isSimple) return name
  switch (verb.toLowerCase()) {
    case 'asks for':
      return `Show me ${rest}`
    case 'asks about':
      return `Tell me about ${rest}`
    case 'asks to':
    case 'wants to':
      return `I want to ${rest}`
    default:
      return QUESTION_WORD.test(rest) ? `Tell me ${rest}` : name
  }
}
