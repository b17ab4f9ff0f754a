import { Code, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { AuditEvent } from '../../api/audit.ts'
import { texts } from '../../texts/en/index.ts'

/** What there was before a change, and after it. */
export function EventDetails({ event }: { event: AuditEvent }) {
  return (
    <Stack>
      <SimpleGrid cols={2}>
        <State title={texts.audit.before} value={event.before} />
        <State title={texts.audit.after} value={event.after} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {texts.audit.request} <Code>{event.request_id}</Code>
      </Text>
    </Stack>
  )
}

function State({ title, value }: { title: string; value: unknown }) {
  const isNothing = value === null || value === undefined
  return (
    <Stack gap="xs" miw={0}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {isNothing ? (
        <Text c="dimmed">{texts.audit.nothing}</Text>
      ) : (
        <Code block className="output" tabIndex={0} aria-label={title} role="region">
          {JSON.stringify(value, null, 2)}
        </Code>
      )}
    </Stack>
  )
}
