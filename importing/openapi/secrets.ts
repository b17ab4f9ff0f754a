import { LIMITS } from '../../domain/action.ts'
import { Names, secretName } from '../shared/names.ts'
import { prefixOf } from '../shared/service-name.ts'
import { wordsOf } from '../shared/words.ts'
import { type OperationWords, shortened } from './operation-texts.ts'

/** The names that a document's drafts share: a secret is the same one everywhere, an action's name never is. */
export class Secrets {
  readonly #prefix: string
  readonly #byLabel = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #actions = new Names()

  constructor(service: string | null) {
    this.#prefix = prefixOf(service)
  }

  nameFor(label: string): string {
    const words = wordsOf(label).filter((word) => word !== 'x')
    const said = this.#prefix === '' || words.includes(this.#prefix.toLowerCase())
    const wanted = secretName([...(said ? [] : [this.#prefix]), ...words].join('_'))
    const known = this.#byLabel.get(wanted)
    if (known !== undefined) return known
    this.#byLabel.set(wanted, wanted)
    this.#taken.add(wanted.toLowerCase())
    return wanted
  }

  /** Letter case aside. */
  has(name: string): boolean {
    return this.#taken.has(name.toLowerCase())
  }

  get all(): string[] {
    return [...this.#byLabel.values()]
  }

  /** `name`, or where another action has it, the name with what tells this one apart. */
  actionName(name: string, { method, path }: OperationWords): string {
    const last = path.split('/').filter((part) => part !== '' && !part.startsWith('{'))
    const telling = [last.at(-1), last.slice(-2).join(' '), `${method} ${path}`]
    return this.#actions.take(name, (count) => {
      const mark = ` (${
        wordsOf(telling[count - 2] ?? '')
          .join(' ')
          .slice(0, 40) || count
      })`
      const numbered = count > 4 ? ` (${count})` : mark
      return `${shortened(name, LIMITS.name - numbered.length)}${numbered}`
    })
  }
}
