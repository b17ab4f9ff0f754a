// The questions that an empty chat suggests.
import test from 'ava'
import { suggestionOf } from '../../web/src/pages/chat/suggestion-of.ts'

const cases = [
  ['When the user asks for the weather', 'Show me the weather'],
  ['When the user asks about a refund.', 'Tell me about a refund'],
  ['Whenever a customer wants to return an order', 'I want to return an order'],
  ['When the user asks to file a bug', 'I want to file a bug'],
  ['When an agent asks where a parcel is', 'Tell me where a parcel is'],
  ['When the user wants to know whether a plan includes SSO', 'Tell me whether a plan includes SSO'],
  ['When the user asks where an order is, or when it arrives', 'Tell me where an order is'],
  ['When the user asks for a refund, or for its status', 'Show me a refund'],
  // No sentence that can be turned round.
  ['orders', 'Orders'],
  ['When the user asks politely', 'Orders'],
  [`When the user asks for ${'a very '.repeat(20)}long thing`, 'Orders'],
] as const
for (const [trigger, suggestion] of cases)
  test(`'${trigger.slice(0, 60)}' suggests '${suggestion}'`, (t) => {
    t.is(suggestionOf({ name: 'Orders', trigger }), suggestion)
  })
