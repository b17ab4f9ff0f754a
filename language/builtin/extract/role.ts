import type { Parameter } from '../../../domain/action.ts'
import { splitIdentifier, type Token, tokensOf, wordsOf } from '../match/tokens.ts'
import { type Code, codesIn } from './codes.ts'
import { allowedWords } from './enums.ts'
import { examplesOf } from './examples.ts'

/** What sort of value a parameter takes, guessed from its name, type and description. */
export type Role =
  | 'boolean'
  | 'number'
  | 'enum'
  | 'email'
  | 'url'
  | 'date'
  | 'time'
  | 'id'
  | 'unit'
  | 'place'
  | 'person'
  | 'text'
  | 'other'

/** A parameter, read once for extraction. */
export interface Wanted {
  parameter: Parameter
  role: Role
  allowed: string[]
  /** Words that its description gives as examples. */
  examples: string[]
  /** Numbers that its description gives a meaning. */
  codes: Code[]
  /** The name's words, all of them, lower case. */
  words: string[]
  name: Token[]
  description: Token[]
}

const NAMED: [Role, RegExp][] = [
  ['email', /e_?mail/],
  ['url', /url|uri|(^|_)link|website|web_?page|domain|hostname|(^|_)host($|_)|(^|_)ip($|_)/],
  ['date', /(?<!candi|up|man|vali)date|(^|_)day($|_of)|birthday|deadline|(^|_)(until|since)$/],
  ['time', /(^|_)time$|(^|_)hour$/],
  [
    'id',
    /(^|_)(id|ids|uuid|code|sku|token|key|number|no|reference|ref|hash|ticker|symbol|serial|vin|isbn|iban)$/,
  ],
  ['unit', /(^|_)units?($|_)/],
  [
    'place',
    /city|location|place|country|destination|origin|state|region|address|airport|town|province|jurisdiction|area$|(^|_)(to|from|where)$|^(to|from|where)_/,
  ],
  [
    'person',
    /user_?name|login|person|author|artist|director|directed|cast|actor|player|receiver|recipient|customer|owner|employee|composer|scientist|handle|contact|team|(^|_)name$/,
  ],
  [
    'text',
    /query|prompt|message|(^|_)text|content|body|subject|title|question|search|keyword|note|comment|summary|term|phrase|topic|description|input|command|instruction/,
  ],
]

const snake = (name: string): string => splitIdentifier(name).trim().toLowerCase().replaceAll(' ', '_')

const READ = new WeakMap<Parameter, Wanted>()

/** A parameter as extraction sees it; read once for each object. */
export function readParameter(parameter: Parameter): Wanted {
  let wanted = READ.get(parameter)
  if (!wanted) {
    wanted = read(parameter)
    READ.set(parameter, wanted)
  }
  return wanted
}

function read(parameter: Parameter): Wanted {
  const allowed = parameter.type === 'string' ? allowedWords(parameter.description) : []
  return {
    parameter,
    role: roleOf(parameter, allowed),
    allowed,
    examples: parameter.type === 'string' ? examplesOf(parameter.description) : [],
    codes: parameter.type === 'number' ? codesIn(parameter.description) : [],
    words: wordsOf(parameter.name),
    name: tokensOf(splitIdentifier(parameter.name)),
    description: tokensOf(withoutExamples(parameter.description)),
  }
}

const withoutExamples = (description: string): string =>
  description.replace(/\((?:e\.g|for example|such as)[^)]*\)|(?:e\.g\.|for example|such as)[^.;]*/gi, ' ')

function roleOf({ name, type, description }: Parameter, allowed: string[]): Role {
  if (type !== 'string') return type
  if (allowed.length > 1) return 'enum'
  const key = snake(name)
  const role = NAMED.find(([, pattern]) => pattern.test(key))?.[0]
  if (role === 'time' || !role) {
    if (
      /YYYY|\d{4}-\d\d-\d\d|\bdate and time\b|\bdate\b.*\bformat|^the date\b|\bISO.?8601\b/i.test(description)
    )
      return 'date'
    if (/HH:MM/i.test(description)) return 'time'
  }
  if (role) return role
  const meaning = withoutExamples(description)
  if (/e-?mail address/i.test(meaning)) return 'email'
  if (/\b(?:city|country|location|address)\b/i.test(meaning)) return 'place'
  if (/\b(?:name of (?:the|a) (?:person|user|artist|author|player|team)|login|user ?name)\b/i.test(meaning))
    return 'person'
  if (/\b(?:identifier|uuid|id)\b/i.test(meaning)) return 'id'
  return 'other'
}
