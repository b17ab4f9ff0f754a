import { Card, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { texts } from '../../texts/en/index.ts'

/** Instead of an empty table: what secrets are for. */
export function NoSecrets() {
  return (
    <Card withBorder padding="xl">
      <Stack align="center" gap="xs" ta="center">
        <IconLock size={32} aria-hidden />
        <Title order={2} size="h4">
          {texts.secrets.none}
        </Title>
        <Text maw={560} className="any-break">
          {texts.secrets.noneText}
        </Text>
      </Stack>
    </Card>
  )
}
