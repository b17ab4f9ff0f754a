import { type Command, forEachChild, parse, type SyntaxNode, type Word, type WordPart } from 'unbash'
import { unusable } from '../problem.ts'
import { cleanText } from './clean-text.ts'
import { ANGLE_CLOSE, ANGLE_OPEN, type Marks, unmarked } from './marks.ts'

/** A curl command as its program would get it. */
export interface ShellCommand {
  /** Without the program's name. */
  words: string[]
  /** What stands before it in a pipeline or in a here-document; null where nothing is known of it. */
  stdin: string | null
  warnings: string[]
}

const MOST_WORDS = 1_000
const MOST_NODES = 5_000
/** Each makes the parser look for its end. */
const MOST_DOCUMENTS = 200
/** Programs that run what comes after their own options. */
const WRAPPERS = new Set(['sudo', 'time', 'env', 'exec', 'command', 'watch', 'nohup', 'timeout', 'xargs'])

/**
 * Finds the first curl command of a shell's text, and takes its words out of their quotes.
 * @throws {Problem} `validation_failed` where there is none
 */
export function readShell(pasted: string, marks: Marks): ShellCommand {
  const text = cleanText(pasted)
  if (text.split('<<').length > MOST_DOCUMENTS) throw unusable('command', 'has too many here-documents')
  const found = commandsIn(parse(text))
  const [first] = found
  if (!first) throw unusable('command', 'has no curl command')
  if (first.words.length > MOST_WORDS) throw unusable('command', `has more than ${MOST_WORDS} words`)
  const warnings: string[] = []
  if (found.length > 1)
    warnings.push(
      `There are ${found.length} curl commands: the first one was taken. Import the others one by one.`,
    )
  if (first.piped)
    warnings.push('What the response is piped into was left out: the run has the whole response.')
  if (text.slice(first.command.end).match(/^\s*&(?!&)\s*\S/))
    warnings.push('An & outside of quotes ended the command: put the URL in quotes if it belongs to it.')
  const stdin = first.command.redirects.some(({ type }) => type === 'HereDoc' || type === 'HereString')
    ? redirected(first.command, marks)
    : first.before && printed(first.before, marks)
  return { words: first.words.map((word) => readWord(word, marks)), stdin, warnings }
}

interface FoundCommand {
  command: Command
  words: Word[]
  piped: boolean
  /** What writes into it. */
  before: Command | null
}

function commandsIn(script: SyntaxNode): FoundCommand[] {
  const found: FoundCommand[] = []
  const waiting: { node: SyntaxNode; piped: boolean; before: Command | null }[] = [
    { node: script, piped: false, before: null },
  ]
  for (let count = 0; waiting.length > 0 && count < MOST_NODES; count++) {
    const { node, piped, before } = waiting.pop() ?? { node: script, piped: false, before: null }
    if (node.type === 'Command') {
      const words = curlWords(node)
      if (words) {
        found.push({ command: node, words, piped, before })
        continue
      }
    }
    const children: typeof waiting = []
    forEachChild(node, (child) => {
      const previous = children.at(-1)?.node
      const inPipeline = node.type === 'Pipeline'
      if (inPipeline && children.length > 0) for (const earlier of children) earlier.piped = true
      children.push({
        node: child,
        piped: inPipeline ? false : piped,
        before: inPipeline && previous?.type === 'Command' ? previous : inPipeline ? null : before,
      })
    })
    waiting.push(...children.reverse())
  }
  return found
}

const isCurl = (word: Word | undefined): boolean => /(?:^|[/\\])curl(?:\.exe)?$/i.test(word?.value ?? '')

function curlWords(command: Command): Word[] | null {
  const words = [command.name, ...command.suffix].filter((word): word is Word => word?.type === 'Word')
  if (isCurl(words[0])) return words.slice(1)
  if (!WRAPPERS.has(words[0]?.value ?? '')) return null
  const at = words.slice(0, 8).findIndex(isCurl)
  return at > 0 ? words.slice(at + 1) : null
}

/** What `echo` or `cat <<EOF` writes. */
function printed(command: Command, marks: Marks): string | null {
  const name = command.name?.value
  if (name === 'cat') return redirected(command, marks)
  if (name !== 'echo' && name !== 'printf') return null
  const words = command.suffix.filter((word): word is Word => word.type === 'Word')
  return words
    .map((word) => readWord(word, marks))
    .filter((word, at) => !(at === 0 && /^-[neE]+$|^%s(?:\\n)?$/.test(word)))
    .join(' ')
}

function redirected(command: Command, marks: Marks): string | null {
  for (const redirect of command.redirects) {
    if (redirect.type === 'HereString' && redirect.target) return readWord(redirect.target, marks)
    if (redirect.type === 'HereDoc' && redirect.body)
      return redirect.body.parts ? readParts(redirect.body.parts, marks) : withAngles(redirect.body.text)
  }
  return null
}

const withAngles = (text: string): string => text.replaceAll(ANGLE_OPEN, '<').replaceAll(ANGLE_CLOSE, '>')

/** A word's own text comes from `unmarked` input; what an escape wrote (`$'\uFDD0'`) may not pass for a mark either. */
const literal = (text: string): string => unmarked(withAngles(text))

const readWord = (word: Word, marks: Marks): string =>
  word.parts ? readParts(word.parts, marks) : literal(word.value)

function readParts(parts: readonly WordPart[], marks: Marks): string {
  return parts
    .map((part) => {
      switch (part.type) {
        case 'Literal':
        case 'SingleQuoted':
        case 'AnsiCQuoted':
          return literal(part.value)
        case 'DoubleQuoted':
        case 'LocaleString':
          return readParts(part.parts, marks)
        case 'SimpleExpansion':
          return variable(part.text.slice(1), marks)
        case 'ParameterExpansion':
          return variable(part.parameter, marks)
        case 'CommandExpansion':
        case 'ArithmeticExpansion':
        case 'ProcessSubstitution':
          return marks.add({ variable: null, kind: 'undecided', name: '' })
        default:
          return literal(part.text)
      }
    })
    .join('')
}

const variable = (name: string, marks: Marks): string =>
  marks.add({ variable: /^[A-Za-z_]\w{0,80}$/.test(name) ? name : null, kind: 'undecided', name: '' })
