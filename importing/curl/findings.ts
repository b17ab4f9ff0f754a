import { LIMITS, type Parameter } from '../../domain/action.ts'
import { isCredentialName } from '../shared/credential-names.ts'
import { lettered, Names, numbered, parameterName, secretName } from '../shared/names.ts'
import { placeholderText } from '../shared/placeholder-text.ts'
import { prefixOf } from '../shared/service-name.ts'
import { wordsOf } from '../shared/words.ts'
import type { Marks, Reference } from './marks.ts'

/** From this length on, and with a digit or a sign in it, a credential's value is looked for everywhere else, too. */
const TELLING_CHARACTERS = 8
const PART_CHARACTERS = 12

/** Collects what varies in a request: its secrets, whose values are dropped, and its parameters. */
export class Findings {
  readonly marks: Marks
  readonly warnings: string[]
  readonly parameters: Parameter[] = []
  /** In the order in which they were found. */
  readonly secrets: string[] = []
  /** Marks of secrets by the values that they took the place of. */
  readonly dropped = new Map<string, string>()
  /** What dropped values are made of: a cookie's own value, say, may stand in a header as well. */
  readonly #parts = new Set<string>()
  readonly #names = new Names()
  readonly #variables = new Map<string, string>()
  readonly #service: string | null

  constructor(marks: Marks, warnings: string[], service: string | null) {
    this.marks = marks
    this.warnings = warnings
    this.#service = service
  }

  /**
   * Puts a secret in the place of a credential. `label` says what it is (`api key`), unless the text does so itself:
   * a shell's variable, or `YOUR_API_KEY`.
   */
  secret(text: string, label: string): string {
    if (text.trim() === '') return text
    const only = this.marks.only(text.trim())
    if (only && only.kind === 'secret') return text
    if (only && only.kind === 'undecided') {
      this.decide(only, 'secret', label)
      return text
    }
    const known = this.dropped.get(text)
    if (known !== undefined) return known
    const stands = placeholderText(text)
    const said = stands !== null && isCredentialName(stands) ? stands : label
    const name = this.#declare(this.#prefixed(said))
    const mark = this.marks.add({ variable: null, kind: 'secret', name })
    this.dropped.set(text, mark)
    for (const part of text.split(/[\s,;:="'&]+/))
      if (part !== text && part.length >= PART_CHARACTERS && /\d/.test(part)) this.#parts.add(part)
    return mark
  }

  /** Puts secrets in the place of what was dropped elsewhere, be it in another spelling. */
  sweep(text: string): string {
    let swept = text
    for (const value of this.tellingValues())
      for (const form of new Set([
        value,
        encodeURIComponent(value.toWellFormed()),
        JSON.stringify(value).slice(1, -1),
      ]))
        if (swept.includes(form)) swept = swept.replaceAll(form, () => this.secret(value, 'token'))
    return swept
  }

  /** Puts a parameter in the place of something that varies. */
  parameter(wire: string, given: Partial<Parameter> = {}): string {
    return this.marks.add({ variable: null, kind: 'parameter', name: this.#parameter(wire, given) })
  }

  /** Says what a variable of the shell stands for, now that its place is known. */
  decide(reference: Reference, kind: 'secret' | 'parameter', label: string): void {
    if (reference.kind !== 'undecided') return
    const { variable } = reference
    const key = `${kind} ${variable ?? label}`
    let name = this.#variables.get(key)
    if (name === undefined) {
      if (kind === 'secret')
        name = this.#declare(variable === null ? this.#prefixed(label) : secretName(variable))
      else
        name = this.#parameter((variable ?? label).toLowerCase(), {
          type: reference.unquoted ? 'number' : 'string',
          description: describe(variable ?? label),
        })
      this.#variables.set(key, name)
    }
    reference.kind = kind
    reference.name = name
  }

  /** Whatever is left is a secret where its name says so, else a parameter. */
  decideRest(reference: Reference, label: string): void {
    const secret = reference.variable !== null && isCredentialName(reference.variable)
    this.decide(reference, secret ? 'secret' : 'parameter', label)
  }

  /** Values worth looking for in the rest of the request, the longest first. */
  tellingValues(): string[] {
    return [...this.dropped.keys(), ...this.#parts]
      .filter(
        (value) => value.length >= TELLING_CHARACTERS && !/^[A-Za-z]+$/.test(value) && !this.marks.has(value),
      )
      .filter((value) => placeholderText(value) === null)
      .sort((a, b) => b.length - a.length)
  }

  #declare(wanted: string): string {
    const name = this.#names.take(wanted, (count) => numbered(wanted, count))
    this.secrets.push(name)
    return name
  }

  #parameter(wire: string, given: Partial<Parameter>): string {
    const wanted = parameterName(wire)
    const name = this.#names.take(wanted, (count) => lettered(wanted, count))
    const parameter = {
      type: 'string',
      description: describe(wire),
      required: true,
      default: null,
      ...given,
    } as const
    this.parameters.push({
      ...parameter,
      name,
      description: parameter.description.slice(0, LIMITS.parameterDescription),
    })
    return name
  }

  /** With the service's name before it, unless it says it already. */
  #prefixed(label: string): string {
    const prefix = prefixOf(this.#service)
    const words = wordsOf(label).filter((word) => word !== 'x')
    const said = prefix !== '' && words.includes(prefix.toLowerCase())
    return secretName([...(prefix === '' || said ? [] : [prefix]), ...words].join('_'))
  }
}

const describe = (wire: string): string => {
  const words = wordsOf(wire).join(' ')
  return words === '' ? 'A value of the request' : `The ${words}`
}
