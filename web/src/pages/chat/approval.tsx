import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react'
import { useState } from 'react'
import { type Run, useApproveRun, useRejectRun } from '../../api/runs.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'

interface ApprovalProps {
  guru: string
  runId: string
  name: string
  run: Run
}

/** Asks whether a run may go on. */
export function Approval({ guru, runId, name, run }: ApprovalProps) {
  const [comment, setComment] = useState('')
  const approve = useApproveRun(guru, runId)
  const reject = useRejectRun(guru, runId)
  const { approval, status } = run
  if (status !== 'awaiting_approval') {
    if (approval?.approved == null) return null
    const { approved, rejected } = texts.chat.approval
    return (
      <Text size="sm" role="status">
        {approval.approved ? approved : rejected}
      </Text>
    )
  }
  const body = { ...(comment.trim() && { comment }) }
  return (
    <Stack component="fieldset" className="chat-approval" gap="xs" mt="xs">
      <legend>{texts.chat.approval.waits(name)}</legend>
      <TextInput
        label={texts.chat.approval.comment}
        description={texts.chat.approval.commentHint}
        maxLength={500}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <ProblemAlert error={approve.error ?? reject.error} />
      <Group gap="xs">
        <Button
          size="xs"
          leftSection={<IconThumbUp size={14} aria-hidden />}
          loading={approve.isPending}
          disabled={reject.isPending}
          onClick={() => approve.mutate(body)}
        >
          {texts.chat.approval.approve}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconThumbDown size={14} aria-hidden />}
          loading={reject.isPending}
          disabled={approve.isPending}
          onClick={() => reject.mutate(body)}
        >
          {texts.chat.approval.reject}
        </Button>
      </Group>
    </Stack>
  )
}
