import test from 'ava'
import { languageOf } from '../../language/builtin/languages/detect.ts'
import { LEXICONS } from '../../language/builtin/languages/lexicons.ts'
import { translate } from '../../language/builtin/languages/translate.ts'
import { action, extracted, parameter, understood } from './samples.ts'

const UNDERSTOOD: [string, string, Record<string, unknown>][] = [
  ['Wie ist der Status von Bestellung 1042?', 'order-status', { order_number: '1042' }],
  ['status von bestellung 1042', 'order-status', { order_number: '1042' }],
  ['Wo bleibt meine Bestellung A-991?', 'order-status', { order_number: 'A-991' }],
  ['Wann kommt meine Lieferung zur Bestellung 9921 an?', 'order-status', { order_number: '9921' }],
  ['Wo ist Auftrag 8812?', 'order-status', { order_number: '8812' }],
  ['Lieferstatus von 1042', 'order-status', { order_number: '1042' }],
  ['Bestellstatus 1042', 'order-status', { order_number: '1042' }],
  ['Status der Bestellnummer 77-12', 'order-status', { order_number: '77-12' }],
  ['Wie ist das Wetter in München?', 'weather', { city: 'München', units: 'metric' }],
  ['Regnet es in Köln?', 'weather', { city: 'Köln', units: 'metric' }],
  ['Wie warm ist es in Paris?', 'weather', { city: 'Paris', units: 'metric' }],
  ['Wie wird das Wetter morgen in Wien?', 'weather', { city: 'Wien', units: 'metric' }],
  ['Wettervorhersage für Hamburg', 'weather', { city: 'Hamburg', units: 'metric' }],
  ['Rechne 100 USD in EUR um', 'currency-conversion', { amount: 100, from: 'USD', to: 'EUR' }],
  ['Wie viel sind 1.250,50 USD in EUR?', 'currency-conversion', { amount: 1250.5, from: 'USD', to: 'EUR' }],
  ['Zeig mir das GitHub-Profil von torvalds', 'github-profile', { username: 'torvalds' }],
  ['Wer ist octocat auf GitHub?', 'github-profile', { username: 'octocat' }],
  ['Zeichne ein Diagramm der Umsätze der letzten drei Monate', 'sales-chart', { months: 3 }],
  [
    'Erstelle ein Ticket: der Drucker brennt',
    'create-ticket',
    { subject: 'der Drucker brennt', urgent: false },
  ],
  [
    'Eröffne ein dringendes Ticket: "Login geht nicht"',
    'create-ticket',
    { subject: 'Login geht nicht', urgent: true },
  ],
  ['Lege ein Ticket an: Rechnung fehlt', 'create-ticket', { subject: 'Rechnung fehlt', urgent: false }],
  ['Ist die Seite erreichbar?', 'service-health', {}],
  ['Laufen unsere Dienste noch?', 'service-health', {}],
  [
    'Hat ann@example.com ihre Rückzahlung für Bestellung 8822 bekommen?',
    'refund-status',
    { order_id: '8822', email: 'ann@example.com' },
  ],
  [
    'Wurde die Gutschrift zu Bestellung 8822 für bob@example.com ausgezahlt?',
    'refund-status',
    { order_id: '8822', email: 'bob@example.com' },
  ],
  [
    'Hat ann@example.com die Rueckerstattung fuer Bestellung 12345 bekommen?',
    'refund-status',
    { order_id: '12345', email: 'ann@example.com' },
  ],
]
for (const [question, id, parameters] of UNDERSTOOD)
  test(`"${question}" asks for ${id}`, async (t) => {
    const { matches, language } = await understood(question)
    t.is(language, 'de')
    t.deepEqual(
      matches.map((match) => [match.action_id, match.parameters]),
      [[id, parameters as Record<string, string>]],
    )
  })

for (const question of [
  'Was ist die Hauptstadt von Frankreich?',
  'Erzähl mir einen Witz',
  'Hallo',
  'Danke!',
  'Wie koche ich Nudeln?',
  'Schreib ein Gedicht über das Meer',
  'Wer hat die Weltmeisterschaft gewonnen?',
])
  test(`"${question}" asks for nothing`, async (t) => {
    t.deepEqual((await understood(question)).matches, [])
  })

const ENGLISH: [string, string][] = [
  ['Die Bestellnummer lautet A-1042', 'the order number is A-1042'],
  ['Kundennummer', 'customer number'],
  ['Sendungsverfolgung', 'tracking'],
  ['Rückerstattungsstatus', 'refund status'],
  ['Rechnungsbetrag', 'invoice amount'],
  ['einundzwanzig Tage', 'twenty-one days'],
  ['dreihundertfünf', 'three hundred five'],
  ['Lege ein Ticket an.', 'create a ticket.'],
  ['von Berlin nach Paris', 'from Berlin to Paris'],
  ['Das kostet 1.200,50 Euro', 'the costs 1200.50 euros'],
  ['Was ist mit Anna Klein?', 'what about Anna Klein?'],
  ['vergiss es', 'never mind'],
  ['Schreibe "der Hund" an max@bestellung.de', 'write "der Hund" to max@bestellung.de'],
  ['Zeige „die Rechnung“', 'show “die Rechnung”'],
  ['Wo ist <<EMAIL>>?', 'where is <<EMAIL>>?'],
  ['und für die_nummer_7?', 'and for die_nummer_7?'],
]
for (const [german, english] of ENGLISH)
  test(`"${german}" reads as "${english}"`, (t) => {
    const lexicon = LEXICONS.get('de')
    t.is(lexicon && translate(german, lexicon).text, english)
  })

test('every place of a translation leads back to the words that stood there', (t) => {
  const lexicon = LEXICONS.get('de')
  if (!lexicon) return t.fail()
  const question = 'Wie ist der Lieferstatus der Bestellung von Käthe Kollwitz aus Neustadt?'
  const { text, said, placeOf } = translate(question, lexicon)
  t.is(said(0, text.length), question)
  const at = text.indexOf('Käthe Kollwitz')
  t.is(said(at, at + 14), 'Käthe Kollwitz')
  t.is(said(text.indexOf('delivery status'), text.indexOf('delivery status') + 15), 'Lieferstatus')
  t.is(placeOf(question.indexOf('Neustadt')), text.indexOf('Neustadt'))
})

const LANGUAGES: [string, string | null][] = [
  ['und für 67890?', 'de'],
  ['egal', 'de'],
  ['mein Abo', 'de'],
  ['Bestellung 1042', 'de'],
  ['Wetter in Berlin', 'de'],
  ['weather in Berlin', 'en'],
  ['What about London?', 'en'],
  ['order 1042', 'en'],
  ['hotels in Los Angeles', null],
  ['github octocat profile info', 'en'],
  ['67890', null],
  ['Berlin', null],
  ['ann@example.com', null],
  ['Où est ma commande 1042 ?', 'fr'],
  ['et pour 67890 ?', 'fr'],
  ['¿Dónde está mi pedido 1042?', 'es'],
  ['y para 67890?', 'es'],
]
for (const [text, language] of LANGUAGES)
  test(`"${text}" is ${language ?? 'in no language of its own'}`, (t) => {
    t.is(languageOf(text), language)
  })

test('a message in no language of its own is in that of the session', async (t) => {
  const history = [{ role: 'user' as const, content: 'Wo ist meine Bestellung?' }]
  t.is((await understood('67890', { history })).language, 'de')
  t.is((await understood('67890')).language, undefined)
})

test('dates are read the German way', async (t) => {
  const report = action('Report', 'When the user asks for the daily report', [
    parameter('day', 'Day of the report, YYYY-MM-DD'),
  ])
  t.deepEqual(await extracted('Tagesbericht von gestern', report), { day: '2026-03-01' })
  t.deepEqual(await extracted('Bericht vom 5. März 2026', report), { day: '2026-03-05' })
  t.deepEqual(await extracted('Zeig mir den Bericht vom 24.12.2025', report), { day: '2025-12-24' })
})

const lager = action(
  'Lagerbestand',
  'Wenn der Nutzer wissen will, wie viel von einem Artikel auf Lager ist',
  [
    parameter('artikelnummer', 'Die Nummer des Artikels'),
    parameter('dringlichkeit', 'Eine von: hoch, niedrig', { required: false, default: null }),
  ],
  'Sagt den Bestand eines Artikels',
)

for (const [question, parameters] of [
  ['Wie viele sind von Artikel TEE-7 auf Lager?', { artikelnummer: 'TEE-7' }],
  ['How many of the product TEE-7 are in stock?', { artikelnummer: 'TEE-7' }],
  [
    'Wie ist der Lagerbestand von TEE-7? Dringlichkeit hoch',
    { artikelnummer: 'TEE-7', dringlichkeit: 'hoch' },
  ],
  [
    'What is the stock level of TEE-7? The urgency is high',
    { artikelnummer: 'TEE-7', dringlichkeit: 'hoch' },
  ],
] satisfies [string, Record<string, string>][])
  test(`an action described in German takes the values of "${question}" under its own names`, async (t) => {
    const { matches } = await understood(question, { actions: [lager] })
    t.deepEqual(matches[0]?.parameters, parameters)
  })

test('an action described in German waits for its parameters under their own names', async (t) => {
  const pending = [{ action_id: lager.id, parameters: {}, missing: ['artikelnummer'] }]
  const next = await understood('TEE-8', { actions: [lager], pending })
  t.deepEqual(next.matches[0]?.parameters, { artikelnummer: 'TEE-8' })
})

for (const [question, language, id, parameters] of [
  ['Où est ma commande 1042 ?', 'fr', 'order-status', { order_number: '1042' }],
  ['Quelle est la météo à Lyon ?', 'fr', 'weather', { city: 'Lyon', units: 'metric' }],
  ['¿Dónde está mi pedido 1042?', 'es', 'order-status', { order_number: '1042' }],
  ['¿Qué tiempo hace en Madrid?', 'es', 'weather', { city: 'Madrid', units: 'metric' }],
] satisfies [string, string, string, Record<string, string>][])
  test(`"${question}" asks for ${id}, too`, async (t) => {
    const understanding = await understood(question)
    t.is(understanding.language, language)
    t.like(understanding.matches, [{ action_id: id, parameters }])
  })
