import { Anchor, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { Link } from 'react-router'
import { useActions } from '../../api/actions.ts'
import { useMe } from '../../api/me.ts'
import { paths } from '../../app/paths.ts'
import { texts } from '../../texts/en/index.ts'
import { suggestionOf } from './suggestion-of.ts'

const MOST = 4

interface EmptyChatProps {
  guru: string
  onChoose: (question: string) => void
}

/** What can be done in a conversation that has not begun. */
export function EmptyChat({ guru, onChoose }: EmptyChatProps) {
  const { role } = useMe()
  return (
    <Stack className="chat-empty" gap="md">
      <div>
        <Title order={2} size="h3">
          {texts.chat.empty.title}
        </Title>
        <Text c="dimmed">{texts.chat.empty.text}</Text>
      </div>
      {role !== 'chat' && <Suggestions guru={guru} onChoose={onChoose} />}
    </Stack>
  )
}

/** Taken from what the guru's actions are for. */
function Suggestions({ guru, onChoose }: EmptyChatProps) {
  const { data } = useActions(guru)
  if (!data) return null
  const enabled = data.actions.filter((action) => action.enabled).slice(0, MOST)
  if (enabled.length === 0)
    return (
      <Text>
        {texts.chat.empty.noActions}{' '}
        <Anchor component={Link} to={paths.actions(guru)} underline="always">
          {texts.chat.empty.toActions}
        </Anchor>
      </Text>
    )
  return (
    <ul className="chat-suggestions" aria-label={texts.chat.empty.suggestions}>
      {enabled.map((action) => (
        <li key={action.id}>
          <UnstyledButton className="chat-suggestion" onClick={() => onChoose(suggestionOf(action))}>
            <bdi>{suggestionOf(action)}</bdi>
            {suggestionOf(action) !== action.name && (
              <Text component="span" size="xs" c="dimmed" display="block">
                <bdi>{action.name}</bdi>
              </Text>
            )}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
