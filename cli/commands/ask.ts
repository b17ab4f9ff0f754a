import { text } from 'node:stream/consumers'
import { type Command, InvalidArgumentError } from 'commander'
import { type Answer, type Asked, streamAnswer } from '../client/answer-stream.ts'
import { type Context, carriedOut } from '../context.ts'
import { CliError, EXIT } from '../failure.ts'
import { safeLine, safeText } from '../terminal/safe-text.ts'

interface AskOptions {
  session?: string
  externalUser?: string
  user?: Record<string, unknown>
}

/** Neither of these is a failure: the conversation goes on. */
const FINE = ['succeeded', 'needs_parameters', 'awaiting_approval', 'running']

export function addAsk(program: Command): void {
  carriedOut<AskOptions>(
    program
      .command('ask')
      .description('ask a guru a question; the answer is shown as it is worded')
      .argument('<guru>')
      .argument('[question]', 'from standard input where it is not given')
      .option('--session <id>', 'go on with a conversation')
      .option('--external-user <id>', 'on whose behalf, where one key asks for many')
      .option('--user <json>', 'what is known of the user, such as {"email":"ann@example.com"}', jsonObject)
      .addHelpText(
        'after',
        `
Examples:
  errand ask acme "What is the status of order 1042?"
  errand ask acme --session SESSION "And of 1041?"
  errand ask acme --json "What is the status of order 1042?" | jq -r .content`,
      ),
    async (context, { session, externalUser, user }, guru = '', given = '') => {
      const question = given || (await questionOfInput())
      const asked = { question, session_id: session, external_user_id: externalUser, user }
      const answer = await (context.output.json ? askForJson : askForPeople)(context, guru, asked)
      if (answer.actions.some(({ status }) => !FINE.includes(status))) process.exitCode = EXIT.runFailed
    },
  )
}

async function askForJson({ client, output, signal }: Context, guru: string, asked: Asked): Promise<Answer> {
  const answer = await streamAnswer(client, guru, asked, { signal, onText() {}, onLost() {} })
  output.result(answer, () => '')
  return answer
}

async function askForPeople(context: Context, guru: string, asked: Asked): Promise<Answer> {
  const { client, output, signal } = context
  let shown = ''
  const answer = await streamAnswer(client, guru, asked, {
    signal,
    onStep({ action, step, status }) {
      if (action && step === 'execute' && status === 'running' && process.stderr.isTTY)
        output.note(`… ${safeLine(action.name)}`)
    },
    onText({ text: words, reset }) {
      if (reset && shown) output.write('\n\n')
      shown = (reset ? '' : shown) + words
      output.write(safeText(words))
    },
    onLost: () => output.note('\nThe connection was lost; coming back to the answer.'),
  })
  // What came in pieces is the content; where none came, it comes now.
  output.write(shown ? '\n' : `${safeText(answer.content)}\n`)
  output.note(`Session ${answer.session_id}`)
  return answer
}

async function questionOfInput(): Promise<string> {
  if (process.stdin.isTTY) throw new CliError('Give the question, in quotes.')
  const question = (await text(process.stdin)).trim()
  if (!question) throw new CliError('The question is empty.')
  return question
}

function jsonObject(given: string): Record<string, unknown> {
  try {
    const value = JSON.parse(given)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below.
  }
  throw new InvalidArgumentError('It must be a JSON object.')
}
