import { Button, Drawer, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMessages, IconPlus } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { Page } from '../../components/page.tsx'
import { texts } from '../../texts/en/index.ts'
import { Conversation } from './conversation.tsx'
import { SessionList } from './session-list.tsx'
import './chat.css'

/** Questions and answers, and the conversations that there were. */
export default function ChatPage() {
  const guru = useGuru()
  const { session } = useParams()
  const [isListed, { open, close }] = useDisclosure(false)
  const { key } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list covers the conversation that was chosen from it
  useEffect(close, [key])
  return (
    <Page
      title={texts.chat.title}
      aside={
        <Group gap="xs">
          <Button
            hiddenFrom="md"
            variant="default"
            leftSection={<IconMessages size={16} aria-hidden />}
            onClick={open}
          >
            {texts.chat.conversations}
          </Button>
          <Button
            component={Link}
            to={paths.chat(guru)}
            state={{ isNewChat: true }}
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            {texts.chat.newChat}
          </Button>
        </Group>
      }
    >
      <Drawer
        opened={isListed}
        onClose={close}
        title={texts.chat.conversations}
        closeButtonProps={{ 'aria-label': texts.common.close }}
      >
        <SessionList guru={guru} current={session} />
      </Drawer>
      <div className="chat">
        <aside className="chat-sessions" aria-label={texts.chat.conversations}>
          <SessionList guru={guru} current={session} />
        </aside>
        <Conversation guru={guru} session={session} />
      </div>
    </Page>
  )
}
