import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { type ListedSession, useDeleteSession, useSessions } from '../../api/sessions.ts'
import { Loading } from '../../app/loading.tsx'
import { paths } from '../../app/paths.ts'
import { Confirm } from '../../components/confirm.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { SessionEntry } from './session-entry.tsx'

/** The conversations that one has had, to go on with or to delete. */
export function SessionList({ guru, current }: { guru: string; current: string | undefined }) {
  const navigate = useNavigate()
  const { data, error, refetch, isLoading, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useSessions(guru)
  const [chosen, setChosen] = useState<ListedSession | null>(null)
  const remove = useDeleteSession(guru)
  const sessions = data?.pages.flatMap((page) => page.sessions) ?? []
  const close = () => {
    setChosen(null)
    remove.reset()
  }
  const confirm = () =>
    chosen &&
    remove.mutate(chosen.session_id, {
      onSuccess: () => {
        close()
        if (chosen.session_id === current) void navigate(paths.chat(guru))
      },
    })
  return (
    <Stack gap="xs">
      {isLoading && <Loading />}
      <ProblemAlert error={error} retry={refetch} />
      {data && sessions.length === 0 && !hasNextPage && (
        <Text size="sm" c="dimmed">
          {texts.chat.noConversations}
        </Text>
      )}
      <ul className="chat-session-list">
        {sessions.map((session) => (
          <SessionEntry
            key={session.session_id}
            guru={guru}
            session={session}
            isCurrent={session.session_id === current}
            onDelete={() => setChosen(session)}
          />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {texts.chat.showMore}
        </Button>
      )}
      <Confirm
        opened={chosen !== null}
        title={texts.chat.deleteTitle}
        label={texts.common.delete}
        pending={remove.isPending}
        error={remove.error}
        onConfirm={confirm}
        onClose={close}
      >
        <Text className="chat-title">
          <bdi>{chosen?.title ?? texts.chat.untitled}</bdi>
        </Text>
        <Text size="sm">{texts.chat.deleteText}</Text>
      </Confirm>
    </Stack>
  )
}
