import { ActionIcon, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { ListedSession } from '../../api/sessions.ts'
import { paths } from '../../app/paths.ts'
import { Time } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'

interface SessionEntryProps {
  guru: string
  session: ListedSession
  isCurrent: boolean
  onDelete: () => void
}

/** One conversation of the list. */
export function SessionEntry({ guru, session, isCurrent, onDelete }: SessionEntryProps) {
  const title = session.title ?? texts.chat.untitled
  return (
    <li className="chat-session" data-current={isCurrent || undefined}>
      <Link
        to={paths.chat(guru, session.session_id)}
        aria-current={isCurrent ? 'page' : undefined}
        title={title}
      >
        <bdi className="chat-session-title">{title}</bdi>
        <Text component="span" size="xs" c="dimmed" display="block">
          <Time at={session.updated_at} />
        </Text>
      </Link>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={onDelete}
        aria-label={texts.chat.deleteConversation(title)}
        title={texts.common.delete}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </li>
  )
}
