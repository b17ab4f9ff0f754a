const JOINTS =
  /(?:[?!;]\s+|\s\+\s|\.\s+(?=[A-Z])|,?\s+(?:and then|and also|then|also|as well as|plus)\s+|,?\s+and\s+(?:please\s+)?(?=(?:what|which|who|whose|where|when|how|is|are|was|were|has|have|do|does|did|can|could|tell|show|give|get|find|list|look|check|create|add|send|book|calculate|convert|search|open|update|delete|remove|cancel|translate|play|fetch|run|set|start|stop|the|my|also|let|if|whether)\b))/gi

const READ_CHARACTERS = 2_000

/** "The billing address is …" asks for nothing itself: it belongs to what was asked before. */
const STATEMENT =
  /^(?:the|my|our|their|his|her|its|it|this|that|i'm|i am|we are|we're)\b[^?]{0,80}?\s(?:is|are|was|were|am)\b[^?]*$/i

/** The parts of a question that may each ask for something of their own. */
export function clausesOf(question: string): string[] {
  const read = question.slice(0, READ_CHARACTERS)
  const clauses: string[] = []
  let from = 0
  for (const part of read.split(JOINTS)) {
    const start = read.indexOf(part, from)
    from = start + part.length
    const clause = part.trim()
    const last = clauses.at(-1)
    if (last !== undefined && read[from] !== '?' && STATEMENT.test(clause))
      clauses[clauses.length - 1] = read.slice(read.lastIndexOf(last, start), from).trim()
    else if (clause.split(/\s+/).length > 1) clauses.push(clause)
  }
  return clauses
}
