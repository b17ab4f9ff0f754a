/*
 * Addresses and names that an action must not reach: the API Call as its activity makes it, with the product's policy
 * on the system's resolver and real sockets, in a namespace where every address is there to be reached.
 */
import { METADATA } from './cases/metadata.ts'
import { EMPTY_PARTS, NAMES, REBINDING } from './cases/names.ts'
import { SPECIAL_ADDRESSES } from './cases/special-addresses.ts'
import { SPELLINGS } from './cases/spellings.ts'
import { testCases } from './support/test-cases.ts'

testCases({
  'an address, spelled:': SPELLINGS,
  'a special address:': SPECIAL_ADDRESSES,
  'metadata:': METADATA,
  'a name:': [...NAMES, ...EMPTY_PARTS],
  'rebinding:': REBINDING,
})
