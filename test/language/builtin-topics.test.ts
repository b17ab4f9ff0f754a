import test from 'ava'
import { loadTemplates } from '../../templates/catalogue.ts'
import { currency, understood } from './samples.ts'

const templates = loadTemplates().map(({ action: { name, description, trigger, parameters } }) => ({
  id: name,
  name,
  description,
  trigger,
  parameters,
}))

const asked = async (question: string) =>
  (await understood(question, { actions: templates })).matches.map(({ action_id, parameters }) => ({
    action_id,
    ...parameters,
  }))

test('who has something and what it has need no capital letter', async (t) => {
  const [match] = await asked('Can fabrikam use the reporting feature?')
  t.like(match, { action_id: 'Entitlements', customer: 'fabrikam', feature: 'reporting' })
})

test('what a question says something of is the component that it is about', async (t) => {
  const [match] = await asked('Is billing degraded?')
  t.like(match, { action_id: 'Incidents', component: 'billing' })
})

test('"have you got any" asks for the stock', async (t) => {
  const [match] = await asked('Have you got any LAMP-OAK-01 left?')
  t.is(match?.action_id, 'Stock level')
})

test('each of two values has what stands beside it', async (t) => {
  const matches = await asked('Track parcels 449044304137899 (FedEx) and 9205590164917312751000 (USPS)')
  t.deepEqual(
    matches.map((match) => ('carrier' in match ? match.carrier : null)),
    ['fedex', 'usps'],
  )
})

test('clauses in the same words ask for the same of different things', async (t) => {
  const matches = await asked('Is CUP-RED-1 in stock and is CUP-BLUE-2 in stock?')
  t.is(matches.length, 2)
})

test('what the action does not speak of doing is not asked of it', async (t) => {
  t.deepEqual(await asked('Who packed order 4410?'), [])
})

test('currencies by name become the codes that the description asks for', async (t) => {
  const { matches } = await understood('Convert 1250 dollars to euros', { actions: [currency] })
  t.like(matches[0]?.parameters, { amount: 1250, from: 'USD', to: 'EUR' })
})
