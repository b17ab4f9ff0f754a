import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconUserQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { type Run, useApproveRun, useRejectRun } from '../../../api/runs.ts'
import { fieldErrors } from '../../../components/field-errors.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { Time } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'

/** Lets somebody decide whether a run that waits for it goes on. */
export function ApprovalForm({ run }: { run: Run }) {
  const words = texts.run.approval
  const approve = useApproveRun(run.guru, run.id)
  const reject = useRejectRun(run.guru, run.id)
  const [comment, setComment] = useState('')
  const error = approve.error ?? reject.error
  const isPending = approve.isPending || reject.isPending
  const body = comment.trim() ? { comment } : {}
  return (
    <Alert role="region" color="grape" icon={<IconUserQuestion aria-hidden />} title={words.title}>
      <Stack gap="sm">
        <Text size="sm">{words.text}</Text>
        {run.approval && (
          <Text size="sm">
            {words.until} <Time at={run.approval.expires_at} />.
          </Text>
        )}
        <Textarea
          label={words.comment}
          description={words.commentHint}
          autosize
          minRows={1}
          value={comment}
          onChange={({ currentTarget }) => setComment(currentTarget.value)}
          error={fieldErrors(error).comment}
        />
        <ProblemAlert error={error} shown={['comment']} />
        <Group>
          <Button loading={approve.isPending} disabled={isPending} onClick={() => approve.mutate(body)}>
            {words.approve}
          </Button>
          <Button
            variant="default"
            loading={reject.isPending}
            disabled={isPending}
            onClick={() => reject.mutate(body)}
          >
            {words.reject}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
