import { codeBlock, escapeInline } from './escape.ts'
import { isPage, wordsOfPage } from './page.ts'

const LONGEST_TEXT = 3_000
const LONGEST_LINE = 300

/** Text output: a short line as a sentence, more as a block; of an HTML page only its words. */
export function textAnswer(output: string): string {
  const text = isPage(output) ? wordsOfPage(output) : output.trim()
  const visible = withoutControls(text)
  if (!visible.includes('\n') && visible.length <= LONGEST_LINE) return escapeInline(visible)
  const short = visible.length > LONGEST_TEXT ? `${visible.slice(0, LONGEST_TEXT)}\n…` : visible
  return codeBlock(short)
}

const ESCAPE = String.fromCharCode(27)
const TERMINAL_COLOURS = new RegExp(`${ESCAPE}\\[[0-9;]*[A-Za-z]`, 'g')

/** Terminal colours and other unprintable characters say nothing in an answer. */
const withoutControls = (text: string): string =>
  text.replace(TERMINAL_COLOURS, '').replace(/(?![\n\t])\p{Cc}/gu, '')
