/*
 * The same for code in a sandbox: the gate, asked for tunnels and for requests in absolute form.
 */
import { GATE } from './cases/gate.ts'
import { testCases } from './support/test-cases.ts'

testCases({ 'the gate is asked:': GATE }, 'gate')
