import type { Parameter, ParameterValue, ParameterValues } from '../domain/action.ts'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import type { MaskedSecret, TextSearch } from '../domain/masking.ts'
import { reveal } from '../domain/pii/labels.ts'
import type { PiiSettings } from '../domain/pii/settings.ts'
import { RunFailure } from '../domain/run-errors.ts'
import type { PiiBox } from '../domain/workflow-contract.ts'
import type { Opener } from '../storage/secret-box.ts'

/** What a run does about personal data. Lives only as long as the activity, for it holds the values. */
export interface PersonalData {
  /** The parameters with the values that their tokens stand for. */
  parameters: ParameterValues
  /** The values, for the masker. */
  known: MaskedSecret[]
  /** Finds others in what comes out; undefined where the guru does not ask for it. */
  search: TextSearch | undefined
  /** What to say of it when all is masked. */
  warnings(): string[]
}

/**
 * Opens what the tokens of a run stand for. Null where the guru's option is off and there are none: then nothing is
 * loaded, and nothing is looked for.
 * @throws {RunFailure} `invalid_request`
 */
export async function openPersonalData(
  opener: Opener,
  settings: PiiSettings,
  { plan, parameters, pii = [] }: Pick<ExecuteInput, 'plan' | 'parameters' | 'pii'>,
  declared: Parameter[],
): Promise<PersonalData | null> {
  if (!settings.enabled && pii.length === 0) return null
  const [{ createPiiFinder }, { createOutputSearch, maskedValues }] = await Promise.all([
    import('../domain/pii/find.ts'),
    import('../domain/pii/output-search.ts'),
  ])
  const values = openBoxes(opener, pii, plan.name)
  const tokens = new Set(pii.flatMap((box) => box.tokens))
  const finder = settings.enabled ? createPiiFinder(settings) : null
  return {
    parameters: withValues(parameters, values, declared),
    known: maskedValues(values),
    search: finder ? createOutputSearch(finder, { values, tokens }) : undefined,
    warnings: () =>
      finder?.gaveUp
        ? [
            "Not all that came out could be searched for personal data in the time there is, so it is left out. Mostly it is one of the guru's own patterns that takes long.",
          ]
        : [],
  }
}

function openBoxes(opener: Opener, boxes: PiiBox[], action: string): Map<string, string> {
  try {
    return new Map(
      boxes.flatMap(({ sealed }): [string, string][] =>
        sealed === null ? [] : Object.entries(JSON.parse(opener.open(sealed)) as Record<string, string>),
      ),
    )
  } catch {
    throw new RunFailure(
      'invalid_request',
      `The personal data that '${action}' was given can't be opened any more: it was sealed with a key that is not in keys/secrets.key. Ask again.`,
    )
  }
}

function withValues(
  parameters: ParameterValues,
  values: ReadonlyMap<string, string>,
  declared: Parameter[],
): ParameterValues {
  const revealed = ([name, value]: [string, ParameterValue]): [string, ParameterValue] => {
    if (typeof value !== 'string') return [name, value]
    const text = reveal(value, values)
    const type = declared.find((parameter) => parameter.name === name)?.type
    return [name, type === 'number' ? asNumber(name, text) : text]
  }
  return Object.fromEntries(Object.entries(parameters).map(revealed))
}

/** A number that was personal data, such as a card's, was put away as text. */
function asNumber(name: string, text: string): number {
  const number = Number(text.replace(/(?<=\d)[\s-](?=\d)/g, ''))
  if (text.trim() && Number.isFinite(number)) return number
  throw new RunFailure('invalid_request', `Parameter '${name}' must be a number.`)
}
