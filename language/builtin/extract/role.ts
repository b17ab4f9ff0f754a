import type { Parameter } from '../../../domain/action.ts'
import { splitIdentifier, type Token, tokensOf, wordsOf } from '../match/tokens.ts'
import { allowedWords } from './enums.ts'

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
  | 'place'
  | 'person'
  | 'text'
  | 'other'

/** A parameter, read once for extraction. */
export interface Wanted {
  parameter: Parameter
  role: Role
  allowed: string[]
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
  [
    'place',
    /city|location|place|country|destination|origin|state|region|address|airport|town|province|jurisdiction|area$|(^|_)(to|from|where)($|_)/,
  ],
  [
    'person',
    /user_?name|login|person|author|artist|director|directed|cast|actor|player|receiver|recipient|customer|owner|employee|composer|scientist|handle|contact|team|(^|_)name$/,
  ],
  [
    'text',
    /query|prompt|message|(^|_)text|content|body|subject|title|question|search|keyword|note|comment|summary|term|phrase|topic|description|input/,
  ],
]

const snake = (name: string): string => splitIdentifier(name).trim().toLowerCase().replaceAll(' ', '_')

export function readParameter(parameter: Parameter): Wanted {
  const allowed = parameter.type === 'string' ? allowedWords(parameter.description) : []
  return {
    parameter,
    role: roleOf(parameter, allowed),
    allowed,
    words: wordsOf(parameter.name),
    name: tokensOf(splitIdentifier(parameter.name)),
    description: tokensOf(
      parameter.description.replace(
        /\((?:e\.g|for example|such as)[^)]*\)|(?:e\.g\.|for example|such as)[^.;]*/gi,
        ' ',
      ),
    ),
  }
}

function roleOf({ name, type, description }: Parameter, allowed: string[]): Role {
  if (type !== 'string') return type
  if (allowed.length > 1) return 'enum'
  const key = snake(name)
  const role = NAMED.find(([, pattern]) => pattern.test(key))?.[0]
  if (role === 'time' || !role) {
    if (/YYYY|\bdate\b.*\bformat|^the date\b|\bISO.?8601\b/i.test(description)) return 'date'
    if (/HH:MM/i.test(description)) return 'time'
  }
  if (role) return role
  if (/e-?mail address/i.test(description)) return 'email'
  if (/\b(?:city|country|location|address)\b/i.test(description)) return 'place'
  if (
    /\b(?:name of (?:the|a) (?:person|user|artist|author|player|team)|login|user ?name)\b/i.test(description)
  )
    return 'person'
  if (/\b(?:identifier|uuid|id)\b/i.test(description)) return 'id'
  return 'other'
}
