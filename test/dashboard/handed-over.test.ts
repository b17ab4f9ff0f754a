// A question that is handed over to the chat.
import test from 'ava'
import { handOver, takeHandedOver } from '../../web/src/pages/chat/handed-over.ts'

test.serial('a question is handed over once, to the chat of its guru', (t) => {
  handOver('acme', 'Where is order 5?')
  t.is(takeHandedOver('acme'), 'Where is order 5?')
  t.is(takeHandedOver('acme'), null)
})

test.serial('it is asked in no other one, nor later', (t) => {
  handOver('acme', 'Where is order 5?')
  t.is(takeHandedOver('shop'), null)
  t.is(takeHandedOver('acme'), null)
})
