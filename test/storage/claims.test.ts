import test from 'ava'
import { claim, forgetOldClaims } from '../../storage/claims.ts'
import { openTestStorage } from '../support/test-storage.ts'

test('a claim holds until it is old enough to be forgotten', async (t) => {
  const storage = await openTestStorage(t)
  t.true(await claim(storage, 'acme.manual.1', 'execute.a'))
  t.false(await claim(storage, 'acme.manual.1', 'execute.a'))
  await forgetOldClaims(storage, new Date(Date.now() - 60_000))
  t.false(await claim(storage, 'acme.manual.1', 'execute.a'))
  await forgetOldClaims(storage, new Date(Date.now() + 60_000))
  t.true(await claim(storage, 'acme.manual.1', 'execute.a'))
})
