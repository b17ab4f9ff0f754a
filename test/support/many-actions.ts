import type { Parameter } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'

/*
 * Thousands of actions as large companies would have them: each thing is handled in several systems, so that every
 * action has near duplicates, and questions use other words than the triggers.
 */

/** What is asked, and the action that it asks for. */
export interface AskedAction {
  question: string
  id: string
}

/** Word in triggers | other word in questions | its parameter | the parameter's description | a value. */
const THINGS = `
order|purchase|order_number|The number of the order, such as A-1042|A-{n}
refund|reimbursement|refund_id|The id of the refund, such as RF-77|RF-{n}
invoice|bill|invoice_number|The number of the invoice, such as INV-2031|INV-{n}
subscription|subscription|customer_email|The e-mail address of the customer|pat{n}@example.com
customer|client|customer_email|The e-mail address of the customer|kim{n}@example.com
parcel|shipment|tracking_number|The tracking number of the parcel, without spaces|TRK{n}99
ticket|issue|ticket_id|The id of the ticket, such as T-481|T-{n}
employee|staff member|employee_id|The personnel number of the employee, such as E-310|E-{n}
vacation|holiday|employee_email|The e-mail address of the employee|lee{n}@example.com
salary|wage|employee_id|The personnel number of the employee, such as E-310|E-{n}
candidate|applicant|candidate_name|The full name of the candidate|Maria Lopez
contract|contract|contract_number|The number of the contract, such as C-5521|C-{n}
deployment|release|service|The name of the service, such as checkout|"checkout"
build|build|build_number|The number of the build|{n}
repository|repo|repository|The name of the repository, such as octo/web|"octo/web"
server|server|host|The name of the host, such as web-3|web-{n}
database|database|database|The name of the database, such as billing|"billing"
certificate|certificate|domain|The domain of the certificate, such as shop.example|shop{n}.example
backup|backup|backup_id|The id of the backup, such as BK-9|BK-{n}
alert|alarm|alert_id|The id of the alert, such as AL-88|AL-{n}
campaign|campaign|campaign|The name of the campaign|"Spring sale"
newsletter|mailing|newsletter|The name of the newsletter|"Weekly news"
coupon|coupon|coupon_code|The code of the coupon, such as SAVE10|SAVE{n}
product|product|sku|The SKU of the product, such as TEE-BLACK-M|TEE-{n}
stock|inventory|sku|The SKU of the product, such as TEE-BLACK-M|TEE-{n}
supplier|supplier|supplier|The name of the supplier|"Northwind"
warehouse|warehouse|warehouse|The code of the warehouse, such as WH-4|WH-{n}
truck|truck|plate|The number plate of the truck|B-XY {n}
meeting|appointment|meeting_id|The id of the meeting, such as M-12|M-{n}
room|room|room|The number of the room|{n}
flight|plane|flight_number|The number of the flight, such as LH454|LH{n}
hotel|accommodation|booking_code|The code of the booking, such as HB-333|HB-{n}
patient|patient|patient_id|The id of the patient, such as P-700|P-{n}
prescription|prescription|prescription_id|The id of the prescription, such as RX-5|RX-{n}
claim|claim|claim_number|The number of the insurance claim, such as CL-90|CL-{n}
policy|policy|policy_number|The number of the insurance policy, such as PO-12|PO-{n}
loan|credit|loan_number|The number of the loan, such as L-45|L-{n}
payment|payment|payment_id|The id of the payment, such as pay_81|pay_{n}
tax return|tax return|tax_number|The tax number of the company, such as DE123|DE{n}
course|course|course|The name of the course|"Algebra I"
student|student|student_id|The id of the student, such as S-20|S-{n}
exam|exam|exam_id|The id of the exam, such as EX-3|EX-{n}
song|track|title|The title of the song|"Blue Monday"
movie|film|title|The title of the movie|"Metropolis"
recipe|dish|dish|The name of the dish|"goulash"
sensor|sensor|sensor_id|The id of the sensor, such as SN-4|SN-{n}
machine|machine|machine_id|The id of the machine, such as MC-17|MC-{n}
meter reading|meter reading|meter_number|The number of the meter, such as MT-6|MT-{n}
permit|permit|permit_number|The number of the permit, such as PM-61|PM-{n}
document|file|document_id|The id of the document, such as DOC-14|DOC-{n}
`
  .trim()
  .split('\n')
  .map((line) => {
    const [thing = '', asked = '', parameter = '', description = '', value = ''] = line.split('|')
    return { thing, asked, parameter, description, value }
  })

/** Name | trigger | one question | another, in other words. */
const DEEDS = `
{T} status|When the user asks for the status of a {T} in {S}|What is the status of {T} {v} in {S}?|How far is {U} {v} in {S}? I need its status
{T} history|When the user asks what happened to a {T} in {S}, or for its history|Show me the history of {T} {v} in {S}|What has happened to {U} {v} in {S} so far?
Cancel {T}|When the user wants a {T} in {S} cancelled|Please cancel {T} {v} in {S}|Abort {U} {v} in {S}, please
{T} owner|When the user asks who is responsible for a {T} in {S}|Who is responsible for {T} {v} in {S}?|Tell me the owner of {U} {v} in {S}
Export {T}|When the user wants a {T} from {S} exported as a spreadsheet|Export {T} {v} from {S} as a spreadsheet|I want a spreadsheet export of {U} {v} from {S}
Comment on {T}|When the user wants to leave a comment on a {T} in {S}|Leave the comment "done" on {T} {v} in {S}|Add a comment "please look" to {U} {v} in {S}
Archive {T}|When the user wants a {T} in {S} moved to the archive|Move {T} {v} in {S} to the archive|Archive {U} {v} in {S}
{T} cost|When the user asks what a {T} costs in {S}|What does {T} {v} cost in {S}?|How expensive is {U} {v} in {S}?
Duplicate {T}|When the user wants a copy of a {T} made in {S}|Make a copy of {T} {v} in {S}|Duplicate {U} {v} in {S}
{T} deadline|When the user asks for the deadline of a {T} in {S}|What is the deadline of {T} {v} in {S}?|By when is {U} {v} due in {S}? Tell me the deadline
`
  .trim()
  .split('\n')
  .map((line) => line.split('|'))

const SYSTEMS =
  'Stripe,Shopify,Jira,Zendesk,GitHub,Salesforce,HubSpot,Workday,Personio,SAP,Oracle,NetSuite,Datev,Xero,Shippo,Intercom,Notion,Asana,Trello,Linear,Slack,Teams,Grafana,Datadog,PagerDuty,Twilio,Airtable,Odoo,Zoho,Freshdesk,Magento,Amadeus,Sabre,Moodle,Epic,Guidewire,Temenos,Snowflake,Looker,Tableau'.split(
    ',',
  )
const EACH_IN = 10

const text = (name: string, description: string, required: boolean): Parameter => ({
  name,
  type: 'string',
  description,
  required,
  default: null,
})

/** Different actions, the same ones each time; at most 5,000. Every tenth is a near duplicate in another system. */
export function manyActions(count: number): OfferedAction[] {
  return Array.from({ length: count }, (_, index) => {
    const { thing, deed, system } = partsOf(index)
    const filled = (pattern = ''): string =>
      pattern.replaceAll('{T}', thing.thing).replaceAll('{S}', system).trim()
    const name = `${filled(deed[0])} in ${system}`
    const parameters = [text(thing.parameter, thing.description, true)]
    if (index % 3 === 0) parameters.push(text('note', 'What to write down about it', false))
    return {
      id: `action-${index}`,
      name: name.charAt(0).toUpperCase() + name.slice(1),
      description: index % 2 === 0 ? `Works on the ${thing.thing} records of ${system}` : '',
      trigger: filled(deed[1]),
      parameters,
    }
  })
}

/** Questions, each for one of that many actions, evenly over all. */
export function manyQuestions(count: number, actions: number): AskedAction[] {
  return Array.from({ length: count }, (_, nth) => {
    const index = Math.floor((nth * actions) / count)
    const { thing, deed, system } = partsOf(index)
    const question = (deed[2 + (nth % 2)] ?? '')
      .replaceAll('{T}', thing.thing)
      .replaceAll('{U}', thing.asked)
      .replaceAll('{S}', system)
      .replaceAll('{v}', thing.value.replaceAll('{n}', String(100 + ((nth * 37) % 900))))
    return { question, id: `action-${index}` }
  })
}

function partsOf(index: number) {
  const kinds = THINGS.length * DEEDS.length
  const kind = index % kinds
  const thing = THINGS[kind % THINGS.length]
  const deed = DEEDS[Math.floor(kind / THINGS.length)]
  const system = SYSTEMS[(kind * 7 + Math.floor(index / kinds) * 3) % SYSTEMS.length]
  if (!thing || !deed || !system || index >= kinds * EACH_IN) throw new Error(`There is no action ${index}.`)
  return { thing, deed, system }
}
