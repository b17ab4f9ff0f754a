import { ActionIcon, Card, Code, Group, Stack, Table, Text } from '@mantine/core'
import { IconEye, IconEyeOff, IconRefresh, IconTrash } from '@tabler/icons-react'
import type { Secret } from '../../api/secrets.ts'
import { HeaderRow } from '../../components/header-row.tsx'
import { Time } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'
import { ActionLinks } from './action-links.tsx'

interface SecretTableProps {
  secrets: Secret[]
  replace: (secret: Secret) => void
  remove: (secret: Secret) => void
}

/** Secrets with all that is known of them. On narrow screens one cell says it all. */
export function SecretTable({ secrets, replace, remove }: SecretTableProps) {
  const { columns } = texts.secrets
  return (
    <Card withBorder p={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={texts.secrets.title}>
        <HeaderRow
          columns={[
            columns.name,
            { name: columns.usedBy, from: 'sm' },
            { name: columns.hosts, from: 'md' },
            { name: columns.masked, from: 'lg' },
            { name: columns.created, from: 'md' },
            { name: columns.menu, isHidden: true },
          ]}
        />
        <Table.Tbody>
          {secrets.map((secret) => (
            <Table.Tr key={secret.name}>
              <Table.Th scope="row" fw="normal" className="any-break">
                <Code fw={600}>{secret.name}</Code>
                <Stack gap={4} mt={6} fz="sm" hiddenFrom="md">
                  <Group gap={4} hiddenFrom="sm">
                    <Text size="sm" c="dimmed">
                      {columns.usedBy}:
                    </Text>
                    <UsedBy secret={secret} />
                  </Group>
                  <Hosts secret={secret} />
                  <Dates secret={secret} />
                </Stack>
              </Table.Th>
              <Table.Td visibleFrom="sm" className="any-break">
                <UsedBy secret={secret} />
              </Table.Td>
              <Table.Td visibleFrom="md" className="any-break">
                <Hosts secret={secret} />
              </Table.Td>
              <Table.Td visibleFrom="lg">
                <Masked secret={secret} />
              </Table.Td>
              <Table.Td visibleFrom="md">
                <Dates secret={secret} />
              </Table.Td>
              <Table.Td>
                <Buttons secret={secret} replace={replace} remove={remove} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

function UsedBy({ secret: { used_by } }: { secret: Secret }) {
  if (used_by.length > 0)
    return (
      <Text size="sm" span>
        <ActionLinks actions={used_by} />
      </Text>
    )
  return (
    <Text size="sm" c="dimmed" span>
      {texts.secrets.unused}
    </Text>
  )
}

function Hosts({ secret: { allowed_hosts } }: { secret: Secret }) {
  return (
    <Text size="sm" c={allowed_hosts.length > 0 ? undefined : 'dimmed'}>
      {allowed_hosts.join(', ') || texts.secrets.anyHost}
    </Text>
  )
}

function Masked({ secret: { mask } }: { secret: Secret }) {
  const Icon = mask ? IconEyeOff : IconEye
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={16} aria-hidden />
      <Text size="sm">{mask ? texts.secrets.masked : texts.secrets.unmasked}</Text>
    </Group>
  )
}

function Dates({ secret: { created_at, updated_at } }: { secret: Secret }) {
  return (
    <>
      <Text size="sm">
        <Time at={created_at} />
      </Text>
      {updated_at !== created_at && (
        <Text size="xs" c="dimmed">
          {texts.secrets.replacedAt} <Time at={updated_at} />
        </Text>
      )}
    </>
  )
}

interface ButtonsProps extends Omit<SecretTableProps, 'secrets'> {
  secret: Secret
}

function Buttons({ secret, replace, remove }: ButtonsProps) {
  const labels = {
    replace: texts.secrets.replaceOf(secret.name),
    remove: texts.secrets.deleteOf(secret.name),
  }
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={labels.replace}
        title={labels.replace}
        onClick={() => replace(secret)}
      >
        <IconRefresh size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        size="lg"
        aria-label={labels.remove}
        title={labels.remove}
        onClick={() => remove(secret)}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
