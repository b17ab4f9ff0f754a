import { Alert, Anchor, Button, Group, Stack, Textarea } from '@mantine/core'
import { IconCheck, IconMessage } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Action } from '../../../api/actions.ts'
import type { Template } from '../../../api/templates.ts'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { handOver } from '../../chat/handed-over.ts'

/** After saving: a question to try the action with, which is asked in the chat. */
export function AskSaved({ action, template }: { action: Action; template: Template }) {
  const guru = useGuru()
  const navigate = useNavigate()
  const [question, setQuestion] = useState(texts.start.questions[template.slug] ?? '')
  const words = texts.start.save
  const { name, enabled, disabled_reason } = action
  const ask = (event: FormEvent) => {
    event.preventDefault()
    if (question.trim()) handOver(guru, question.trim())
    void navigate(paths.chat(guru))
  }
  return (
    <form onSubmit={ask}>
      <Stack mt="md">
        <Alert color={enabled ? 'green' : 'yellow'} role="status" icon={enabled && <IconCheck aria-hidden />}>
          {enabled ? words.saved(name) : words.savedDisabled(name, disabled_reason ?? '')}
        </Alert>
        <Textarea
          label={words.question}
          description={words.questionHint}
          required
          autosize
          minRows={2}
          value={question}
          onChange={({ currentTarget: { value } }) => setQuestion(value)}
        />
        <Group justify="space-between">
          <Anchor component={Link} to={paths.action(guru, action.id)}>
            {words.toEditor}
          </Anchor>
          <Button type="submit" leftSection={<IconMessage size={16} aria-hidden />}>
            {words.ask}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
