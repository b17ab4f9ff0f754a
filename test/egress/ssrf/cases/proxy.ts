// The same targets where an operator's proxy is to be asked: it gets no forbidden one, neither as an address nor,
// where it resolves names itself, as a name that says what it is.
import type { Case } from '../support/case.ts'
import { METADATA } from './metadata.ts'
import { EMPTY_PARTS, NAMES } from './names.ts'
import { SPECIAL_ADDRESSES } from './special-addresses.ts'
import { SPELLINGS } from './spellings.ts'

const behind = (proxy: NonNullable<Case['proxy']>, cases: Case[]): Case[] =>
  cases.map((what) => ({ ...what, proxy }))

/** Names that only a resolver can judge: they are left to such a proxy. */
const SAYS_NOTHING =
  /(\.test|intranet(\.corp)?|of-the-cloud|this-machine|localhost\.localdomain|localhost[46]|ip6-\w+)\.?$/

const tellsByItself = ({ url }: Case): boolean => !SAYS_NOTHING.test(new URL(url).hostname)

export const BEHIND_PROXY: Case[] = behind('gets-addresses', [
  ...SPELLINGS,
  ...SPECIAL_ADDRESSES,
  ...METADATA,
  ...NAMES,
])

export const BEHIND_RESOLVING_PROXY: Case[] = behind('gets-names', [
  ...SPELLINGS,
  ...SPECIAL_ADDRESSES,
  ...[...METADATA, ...NAMES].filter(tellsByItself),
  ...EMPTY_PARTS,
])
