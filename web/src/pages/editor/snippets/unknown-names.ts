import { placeholdersIn } from '../form/named-secrets.ts'

/** The placeholders of a text that name nothing so far. */
export const unknownNames = (text: string, known: string[]): string[] =>
  placeholdersIn(text).filter((name) => !known.includes(name))
