const JOINTS =
  /(?:[?!;]\s+|\.\s+(?=[A-Z])|,?\s+(?:and then|and also|then|also|as well as|plus)\s+|,?\s+and\s+(?:please\s+)?(?=(?:what|which|who|whose|where|when|how|is|are|was|were|has|have|do|does|did|can|could|tell|show|give|get|find|list|look|check|create|add|send|book|calculate|convert|search|open|update|delete|remove|cancel|translate|play|fetch|run|set|start|stop|the|my|also)\b))/gi

const READ_CHARACTERS = 2_000

/** The parts of a question that may each ask for something of their own. */
export const clausesOf = (question: string): string[] =>
  question
    .slice(0, READ_CHARACTERS)
    .split(JOINTS)
    .map((clause) => clause.trim())
    .filter((clause) => clause.split(/\s+/).length > 1)
