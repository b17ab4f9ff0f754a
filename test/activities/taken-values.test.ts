import test from 'ava'
import { personalConversation } from '../../activities/personal-conversation.ts'
import { takenValues } from '../../activities/taken-values.ts'
import type { Parameter } from '../../domain/action.ts'
import { PII_OFF } from '../../domain/pii/settings.ts'

const parameter = (name: string, rest: Partial<Parameter> = {}): Parameter => ({
  name,
  type: 'string',
  description: '',
  required: true,
  default: null,
  ...rest,
})
const action = {
  id: 'a',
  name: 'Purge',
  description: '',
  trigger: '',
  parameters: [
    parameter('email'),
    parameter('owner', { required: false }),
    parameter('region', { required: false, default: 'all' }),
    parameter('url'),
  ],
}
const tokens = ['<<EMAIL>>', '<<EMAIL_2>>']
const personal = await personalConversation(
  { ...PII_OFF, enabled: true },
  { history: [], pending: [], pii: [] },
  tokens,
)
const read = { effect: 'read' } as const
const change = { effect: 'side_effect' } as const

test('a label that stands for nothing is no value, and no default takes its place', (t) => {
  const found = { email: '<<EMAIL>>', owner: '<<OTHER_EMAIL>>', region: '<<PHONE>>', url: 'x' }
  t.deepEqual(takenValues(found, action, change, personal), { email: '<<EMAIL>>', url: 'x' })
})

test('what only reads takes no label along within a text that a result made', (t) => {
  const found = {
    email: '<<EMAIL>>',
    owner: '<<EMAIL>> <<EMAIL_2>>',
    url: 'https://example.org/?who=<<EMAIL>>',
  }
  t.deepEqual(takenValues(found, action, read, personal), { email: '<<EMAIL>>' })
  t.deepEqual(takenValues(found, action, change, personal), found, 'somebody looks at it first')
})

test('where nothing is hidden, all stays as it was found', (t) => {
  const found = { email: 'ann@example.com', owner: 'a<b' }
  t.deepEqual(takenValues(found, action, read, null), found)
})
