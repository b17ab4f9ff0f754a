import { Card, Group, Stack, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface SectionProps {
  title: string
  aside?: ReactNode
  children: ReactNode
}

/** A part of the form with its heading. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId()
  return (
    <Card component="section" withBorder aria-labelledby={id} padding="lg">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {aside}
        </Group>
        {children}
      </Stack>
    </Card>
  )
}
