import type { Parameter } from '../../domain/action.ts'
import type { ConversationMessage } from '../../domain/language.ts'
import type { ReadText } from './extract/extract.ts'
import type { Past } from './past.ts'

/** What is known beside the question itself. */
export interface Background {
  history: ConversationMessage[]
  user: Record<string, unknown>
  /** Actions of earlier answers, newest answer first. */
  past: Past[][]
  /** Whether the question speaks of something that was named before. */
  refersBack: boolean
  /** Whether a parameter needs no value in the question to have one. */
  isKnown(parameter: Parameter): boolean
  /** Reads a message in its own language. */
  read(text: string): ReadText
  /** Reads a part of the question in the question's language. */
  readPart(text: string): ReadText
}
