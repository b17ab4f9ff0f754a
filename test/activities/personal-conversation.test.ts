import test from 'ava'
import { personalConversation } from '../../activities/personal-conversation.ts'
import { PII_OFF } from '../../domain/pii/settings.ts'

const conversation = {
  history: [
    { role: 'user' as const, content: 'plan of ann@example.com' },
    {
      role: 'assistant' as const,
      content: 'Pro, says ann@example.com',
      actions: [
        {
          id: 'a',
          name: 'Plan',
          status: 'succeeded',
          parameters: { email: 'ann@example.com', days: 3 },
          from_outputs: ['days'],
        },
      ],
    },
  ],
  pending: [],
  pii: [],
}

test('the values of earlier actions are hidden as the texts are', async (t) => {
  const personal = await personalConversation({ ...PII_OFF, enabled: true }, conversation)
  const text = JSON.stringify(personal?.history)
  t.false(text.includes('ann@example.com'))
  t.like(personal?.history[1]?.actions, [
    { id: 'a', status: 'succeeded', parameters: { days: 3 }, from_outputs: ['days'] },
  ])
  t.regex(String(personal?.history[1]?.actions?.[0]?.parameters.email), /^<<\w+>>$/)
})

test('without the option they stay as they are', async (t) => {
  t.is(await personalConversation(PII_OFF, conversation), null)
})
