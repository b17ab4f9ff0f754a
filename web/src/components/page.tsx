import { Group, Stack, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { texts } from '../texts/en/index.ts'

interface PageProps {
  title: string
  /** Beside the title, such as buttons. */
  aside?: ReactNode
  children: ReactNode
}

/** A page with its heading, which gets the focus: so a screen reader says where one has come to. */
export function Page({ title, aside, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <Stack maw={1200} mx="auto">
      <title>{`${title} - ${texts.common.product}`}</title>
      <Group justify="space-between">
        <Title order={1} size="h2" ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Stack>
  )
}
