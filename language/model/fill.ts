import type { Parameter, ParameterValue } from '../../domain/action.ts'
import type { Filled, FillRequest } from '../../domain/language.ts'
import { checkArguments, isRecord } from './arguments.ts'
import { fillInstructions, fillQuestion } from './fill-prompt.ts'
import { jsonIn } from './lenient-json.ts'
import { createMark } from './mark.ts'
import { occurs } from './occurs.ts'
import { loosened, parameterSchema, strictObject } from './schema.ts'
import { keepEnds } from './truncate.ts'
import type { Context } from './understand.ts'
import { repairQuestion } from './understand-prompt.ts'
import { Refused } from './wire/client.ts'
import type { ModelCall } from './wire/request.ts'

const SAID_BYTES = 4 * 1024
const MASKED = /\*\*\*[A-Za-z_][A-Za-z0-9_]*\*\*\*/
const LABEL = /<<[A-Z][A-Z0-9_]*>>/g

/**
 * The values of parameters from results. The model is offered no action here, so whatever stands in the results, all
 * that it can do is to give a value, and only one that stands in them.
 */
export async function fill(request: FillRequest, { client, meter, signal }: Context): Promise<Filled> {
  const parameters = request.action.parameters.filter(({ name }) =>
    request.open.some(({ parameter }) => parameter === name),
  )
  const mark = createMark('source')
  const schema = strictObject(
    Object.fromEntries(parameters.map((parameter) => [parameter.name, parameterSchema(parameter, '')])),
  )
  // Some endpoints take a shape and make nothing of it: the words say it as well.
  const described = `Answer with one JSON object of these properties and nothing else:\n${JSON.stringify(loosened(schema).properties)}`
  const call = {
    instructions: `${fillInstructions(request, parameters, mark)}\n\n${described}`,
    messages: [{ role: 'user' as const, content: fillQuestion(request, mark) }],
  }
  const ask = async (messages: ModelCall['messages']): Promise<string> => {
    if (!client.refuses('shape')) {
      try {
        const shaped = { ...call, messages, shape: { name: 'values', schema } }
        return (await client.ask(shaped, meter, signal)).text
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
    }
    return (await client.ask({ ...call, messages }, meter, signal)).text
  }

  const said = await ask(call.messages)
  let { values, problems } = read(said, parameters, request.tokens)
  if (problems.length > 0) {
    const messages = [
      ...call.messages,
      { role: 'assistant' as const, content: keepEnds(said, SAID_BYTES) || '…' },
      { role: 'user' as const, content: repairQuestion(problems) },
    ]
    const mended = read(await ask(messages), parameters, request.tokens)
    values = { ...values, ...mended.values }
    problems = mended.problems
  }
  const sources = request.sources.map(({ text }) => text).join('\n')
  const usable = Object.entries(values).filter(([, value]) => isUsable(value, sources, request.tokens))
  return {
    parameters: Object.fromEntries(usable),
    missing: request.open
      .map(({ parameter }) => parameter)
      .filter((parameter) => !usable.some(([name]) => name === parameter)),
    usage: meter.usage(),
  }
}

function read(text: string, parameters: Parameter[], tokens?: string[]) {
  const [found] = jsonIn(text).filter(isRecord)
  if (!found) return { values: {}, problems: ['Your answer was not the JSON object that was asked for.'] }
  const { values, wrong } = checkArguments(found, parameters, tokens)
  return { values, problems: wrong.map(({ parameter, problem }) => `'${parameter}' ${problem}.`) }
}

/** Neither made up, nor masked, nor a label that stands for nothing. */
function isUsable(value: ParameterValue, sources: string, tokens?: string[]): boolean {
  if (typeof value === 'string') {
    if (MASKED.test(value)) return false
    if (tokens && (value.match(LABEL) ?? []).some((label) => !tokens.includes(label))) return false
  }
  return occurs(value, sources)
}
