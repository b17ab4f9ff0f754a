/*
 * A minute of requests that nobody would write, made from the OpenAPI document: no 5xx, nothing that the document does
 * not have, nothing of the inside, and without a key nothing but refusals. `npm run soak` does it for longer.
 */
import test from 'ava'
import { fuzz } from '../support/fuzz/fuzz.ts'

test('a minute of fuzzing finds nothing', (t) => fuzz(t, 60, 20_261_129))
