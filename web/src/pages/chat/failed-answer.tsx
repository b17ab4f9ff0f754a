import { Button, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { ProblemError } from '../../api/client.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'

/** Why there is no answer, and another try; where the API has said how long to wait, not before that. */
export function FailedAnswer({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const seconds = useCountdown(error instanceof ProblemError ? (error.retryAfter ?? 0) : 0)
  if (seconds === 0) return <ProblemAlert error={error} retry={onRetry} />
  return (
    <Stack gap="xs">
      <ProblemAlert error={error} />
      <Text size="sm">{texts.chat.wait(seconds)}</Text>
      <Button size="xs" variant="default" disabled w="fit-content">
        {texts.common.retry}
      </Button>
    </Stack>
  )
}

/** Seconds that are left, down to 0. */
function useCountdown(from: number): number {
  const [left, setLeft] = useState(from)
  useEffect(() => {
    setLeft(from)
    const until = Date.now() + from * 1_000
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((until - Date.now()) / 1_000))
      setLeft(now)
      if (now === 0) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [from])
  return left
}
