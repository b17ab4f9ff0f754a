import type { Parameter, ParameterValue } from '../../domain/action.ts'

const DEEPEST = 4
const MOST = 200
const OF_USER = /^(?:user|customer|caller|requester|account|client|my)_/i
/** What an attribute must be called where it lies deeper: a company's `id` is not the user's. */
const COMMON = new Set(['id', 'number', 'key', 'code', 'type', 'status', 'name', 'no'])
const OWNERS = new Set(['user', 'customer', 'caller', 'requester', 'profile', 'contact', 'me', 'data'])
/** Names that mean the same, bare. */
const ALIKE = [
  ['email', 'mail', 'emailaddress', 'mailaddress', 'useremail', 'customeremail'],
  ['name', 'fullname', 'displayname'],
  ['plan', 'tier', 'subscriptionplan', 'planname'],
  ['company', 'companyname', 'organization', 'organisation', 'firm'],
  ['phone', 'phonenumber', 'mobile', 'telephone'],
  ['username', 'login', 'userid', 'id'],
  ['account', 'accountid', 'accountname', 'customer', 'customerid'],
]

interface Attribute {
  key: string
  path: string
  deep: boolean
  value: string | number | boolean
}

/** What the caller says of its user, as a parameter's value: `customer_email` is the user's `email`. */
export function ofUser({ name, type }: Parameter, user: Record<string, unknown>): ParameterValue | undefined {
  const attributes = attributesOf(user)
  const wanted = bare(name)
  const stripped = bare(name.replace(OF_USER, ''))
  const alike = ALIKE.filter((group) => group.includes(wanted)).flat()
  const found =
    attributes.find(({ path }) => path === wanted) ??
    attributes.find(({ key, deep }) => !deep && (key === wanted || key === stripped)) ??
    attributes.find(({ key }) => !COMMON.has(key) && (key === wanted || key === stripped)) ??
    attributes.find(({ key, deep }) => (!COMMON.has(key) || !deep) && alike.includes(key))
  return found && ofType(found.value, type)
}

/** Scalars of the user, those of an inner `user` or `customer` as if they were not inside. */
function attributesOf(
  object: Record<string, unknown>,
  prefix = '',
  deep = false,
  depth = 1,
  found: Attribute[] = [],
): Attribute[] {
  for (const [key, value] of Object.entries(object)) {
    if (found.length >= MOST) break
    const path = prefix + bare(key)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      if (value !== '') found.push({ key: bare(key), path, deep, value })
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < DEEPEST)
      attributesOf(value as Record<string, unknown>, path, deep || !OWNERS.has(bare(key)), depth + 1, found)
  }
  return found
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

function ofType(value: string | number | boolean, type: Parameter['type']): ParameterValue | undefined {
  if (type === 'string') return typeof value === 'boolean' ? undefined : String(value)
  if (type === 'number' && typeof value === 'string')
    return value.trim() && Number.isFinite(Number(value)) ? Number(value) : undefined
  return typeof value === type ? value : undefined
}
