import { LRUCache } from 'lru-cache'
import { splitIdentifier, type Token, tokensOf } from '../builtin/match/tokens.ts'

/** A guru's actions are compared with each one that is saved: their texts are read once. */
const read = new LRUCache<string, Token[]>({ max: 20_000 })

/** The words of a text that say something about its subject. */
export function tokensOfText(text: string): Token[] {
  let tokens = read.get(text)
  if (!tokens) {
    tokens = tokensOf(splitIdentifier(text))
    read.set(text, tokens)
  }
  return tokens
}
