/*
 * What messages of a conversation are told by. All of these read English: other languages are put into it before.
 */
const ABANDON =
  /^\W*(?:no[,.! ]+|ok(?:ay)?[,.! ]+|never ?mind[,.! ]+)*(?:never ?mind(?: (?:that|it))?|forget (?:it|about it|that)|cancel(?: (?:it|that|this))?|stop|leave it|skip it|don't bother|nothing|no thanks|no thank you)\b[\s.!]*(?:thanks|please)?[\s.!]*$/i
const ASKING =
  /\?\s*$|^\W*(?:what|who|where|when|why|how|which|can you|could you|will you|would you|is|are|do|does|did|has|have|was|were)\b/i
const FOLLOW_UP =
  /^\W*(?:(?:ok(?:ay)?|thanks|great|good|fine|yes|please)[,.! ]+)*(?:and(?: for| about| in| what about)?|(?:and )?what about|how about|the same (?:for|with|in)|same (?:for|with|in)|(?:and )?now (?:for|with|in)|or|only|just|also|but (?:for|only)|within|then)\b/i
const CORRECTION =
  /^\W*(?:(?:no|nope|wait|oh|oops|ah)[,.! ]+)*(?:i mean(?:t)?|sorry|actually|rather|correction|make (?:it|that)|i was wrong|that(?:'s| is| was) wrong|not that)\b|^\W*no[,.! ]+\S|\bi meant\b|\bnot\b.{1,80}\bbut\b/i
const AGAIN =
  /^\W*(?:(?:please|and|ok(?:ay)?)[,.! ]+)*(?:(?:(do|run|try|send|create|start|repeat)(?: (?:it|that|this))? )?(?:once more|one more time|again)|(repeat|redo|rerun)(?: (?:it|that|this))?|check again|try again|refresh)(?: please)?[\s.!?]*$/i
const SMALL_TALK =
  /^\W*(?:(?:thanks?(?: you)?|no (?:problem|worries)|many|no idea|i don't know|i do not know(?: it)?|not sure|ok(?:ay)?|hello(?: there)?|hi|hey|good (?:morning|day|evening)|one moment|just a (?:second|moment|minute)|wait(?: a (?:second|moment|minute))?|hold on|let me (?:check|look|see)(?: (?:it|that))?(?: up)?|i(?:'ll| will) (?:check|look)(?: (?:it|that))?(?: up)?|sure|great|fine|hmm+|sorry|please|a lot|very much)[\s,.!]*)+$/i
const REFERENCE =
  /\b(?:it|its|he|she|his|her|hers|him|they|their|theirs|them|the same|that one|this one|that|there)\b/i
const OWN = /\b(?:i|i'm|i've|me|my|mine|we|our|us)\b/i

export const isAsking = (message: string): boolean => ASKING.test(message)
export const abandons = (message: string): boolean => ABANDON.test(message)
export const followsUp = (message: string): boolean => FOLLOW_UP.test(message)
export const corrects = (message: string): boolean => CORRECTION.test(message)
/** Whether a correction says what is right. */
export const statesValue = (message: string): boolean =>
  /\b(?:i mean(?:t)?|make (?:it|that)|but)\b/i.test(message)
export const isSmallTalk = (message: string): boolean => SMALL_TALK.test(message)
/** "Only", "just", "also" begin many a message that follows up on nothing. */
export const followsUpLoosely = (message: string): boolean =>
  /^\W*(?:or|only|just|also|but|within|then)\b/i.test(message)
/** Whether a message speaks of something that was named before. */
export const refersBack = (message: string): boolean => REFERENCE.test(message)
/** Whether a message speaks of whoever writes it. */
export const speaksOfSelf = (message: string): boolean => OWN.test(message)

/** Whether a message asks for the same once more; `said` where it says what to do again. */
export function asksAgain(message: string): { said: boolean } | null {
  const match = AGAIN.exec(message)
  return match ? { said: Boolean(match[1] ?? match[2]) } : null
}
