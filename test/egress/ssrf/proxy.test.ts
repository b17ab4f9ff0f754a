/*
 * Targets that an action must not reach, where connections go through an operator's proxy: it is not even connected to.
 */
import { BEHIND_PROXY, BEHIND_RESOLVING_PROXY } from './cases/proxy.ts'
import { testCases } from './support/test-cases.ts'

testCases({
  'behind a proxy,': BEHIND_PROXY,
  'behind a proxy that resolves names,': BEHIND_RESOLVING_PROXY,
})
