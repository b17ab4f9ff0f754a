import { Card, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  title: string
  /** What belongs here and what it is good for. */
  text: string
  /** How to begin. */
  children?: ReactNode
}

/** Where there is nothing yet: says what there could be. */
export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <Card withBorder padding="xl">
      <Stack align="center" ta="center" gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text maw={520}>{text}</Text>
        {children}
      </Stack>
    </Card>
  )
}
