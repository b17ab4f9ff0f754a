import { askForText, noMatchText } from './domain/answer-text.ts'
import type { ConversationMessage, PendingMatch } from './domain/language.ts'
import { createBuiltinEngine } from './language/builtin/engine.ts'
import { action, catalogue, MONDAY, parameter } from './test/language/samples.ts'

const engine = createBuiltinEngine({ now: () => MONDAY })
const plan = action(
  'Subscription plan',
  'When the user asks which plan or subscription a customer has',
  [parameter('email', "The customer's email address")],
  'Looks up a plan',
)
const invoices = action(
  'Invoices',
  'When the user asks for invoices of a customer',
  [
    parameter('customer_email', 'Email of the customer'),
    parameter('since', 'First day, YYYY-MM-DD', { required: false }),
  ],
  'Lists invoices',
)
const orders = action(
  'Report',
  'When the user asks for the daily report',
  [parameter('day', 'Day of the report, YYYY-MM-DD')],
  'Daily report',
)
const cat = [...catalogue, plan, invoices, orders]
async function talk(messages: string[], user = {}) {
  let history: ConversationMessage[] = [],
    pending: PendingMatch[] = []
  console.log('---')
  for (const q of messages) {
    const u = await engine.understand(
      { question: q, history, user, instructions: '', actions: cat, pending },
      AbortSignal.timeout(9999),
    )
    console.log(
      q.padEnd(48),
      u.language ?? '?',
      '→',
      u.matches
        .map(
          (m) =>
            `${m.action_id} ${JSON.stringify(m.parameters)}${m.missing.length ? ' missing ' + m.missing : ''}`,
        )
        .join(' + ') || '–',
    )
    pending = u.matches
      .filter((m) => m.missing.length)
      .map(({ action_id, parameters, missing }) => ({ action_id, parameters, missing }))
    history = [
      ...history,
      { role: 'user', content: q },
      {
        role: 'assistant',
        content: 'x',
        actions: u.matches.map((m) => ({
          id: m.action_id,
          name: m.action_id,
          status: m.missing.length ? 'needs_parameters' : 'succeeded',
          parameters: m.parameters,
        })),
      },
    ]
  }
}
await talk([
  "What's the status of my order?",
  'no idea, one moment',
  'thanks',
  '12345',
  'and for 67890?',
  'again',
  'now for 1043 and 1044',
  'no, I meant 4712',
  'and its refund?',
  'sorry, the email is x@y.org',
  'never mind',
])
await talk([
  'Has the refund been paid?',
  'order id 4711',
  'no, I meant 4712',
  'ann@example.com',
  'same for bob@example.com',
  'what about the weather in Berlin?',
  'and London?',
  'in imperial',
  'what about Paris and Rome?',
])
await talk(
  [
    'Which plan do I have?',
    'and her invoices?',
    'and for ann@example.com?',
    'show the invoices for the same customer',
    'what plan does bob@example.com have?',
    'show his invoices',
    'and my invoices?',
  ],
  { email: 'me@example.com', name: 'Me' },
)
await talk([
  'Wie ist der Status meiner Bestellung?',
  'es ist die 1041',
  'und für 67890?',
  'nochmal',
  'und die Rückerstattung?',
  'ann@example.com',
  'Wie ist das Wetter in Berlin?',
  'und in Hamburg?',
  'was ist mit München und Köln?',
  'egal',
  'danke',
])
await talk([
  'status of orders 1042 and 1043',
  'status of order 1042 and order 1043',
  'Wie ist der Status von Bestellung 1042 und 1043?',
  'plan of ann@example.com and bob@example.com',
  'who are octocat and torvalds on github?',
  'What is the weather in Rome and where is order 555?',
  'and for 777?',
  'and in Paris?',
])
await talk([
  'report of yesterday',
  'and today?',
  'und gestern?',
  'Bericht vom 3. März',
  'et hier ?',
  'rapport du 3 mars',
  'informe de ayer',
])
await talk([
  'Wo ist die Rückerstattung für Bestellung 12345?',
  'vergiss es',
  '12345',
  'Welches Abo hat ann@example.com?',
  'zeige seine Rechnungen',
  'Rechne 1.250,50 Dollar in Euro um',
  'Erstelle ein Ticket: "Der Drucker geht nicht"',
  'Ist die Seite down?',
  'Was ist die Hauptstadt von Frankreich?',
  'Où est ma commande 1042 ?',
  'et pour 67890 ?',
  '¿Dónde está mi pedido 1042?',
  'y para 67890?',
])
console.log('======')
await talk([
  'Convert 1250.50 dollars to euros',
  'convert 1250.50 dollars in euros',
  'convert 100 USD to EUR',
  'Rechne 100 USD in EUR um',
  'und 200?',
  'and for GBP?',
])
await talk(['Open a ticket: the printer is on fire', 'again', 'create it again'])
