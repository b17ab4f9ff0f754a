import { ActionIcon, Badge, Code, Table, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { type Key, useRevokeKey } from '../../api/keys.ts'
import { Confirm } from '../../components/confirm.tsx'
import { HeaderRow } from '../../components/header-row.tsx'
import { Time } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'

const { columns, roles } = texts.keys

/** The keys of a guru, each with a way to revoke it. */
export function KeyTable({ guru, keys }: { guru: string; keys: Key[] }) {
  const [revoking, setRevoking] = useState<Key | null>(null)
  const revoke = useRevokeKey(guru)
  const close = () => {
    setRevoking(null)
    revoke.reset()
  }
  const confirm = ({ id, name }: Key) =>
    revoke.mutate(id, {
      onSuccess: () => {
        close()
        notifications.show({ message: texts.keys.revoked(name) })
      },
    })
  return (
    <>
      <Table.ScrollContainer minWidth={600} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="sm">
          <HeaderRow
            columns={[
              columns.name,
              columns.role,
              columns.hint,
              columns.created,
              columns.lastUsed,
              { name: columns.menu, isHidden: true },
            ]}
          />
          <Table.Tbody>
            {keys.map((key) => (
              <Row key={key.id} item={key} onRevoke={() => setRevoking(key)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Confirm
        opened={revoking !== null}
        title={texts.keys.revokeTitle}
        label={texts.keys.revokeConfirm}
        pending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && confirm(revoking)}
        onClose={close}
      >
        <Text>{texts.keys.revokeText(revoking?.name ?? '')}</Text>
      </Confirm>
    </>
  )
}

function Row({ item, onRevoke }: { item: Key; onRevoke: () => void }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {item.name}
      </Table.Th>
      <Table.Td>
        <Badge variant="default" tt="none">
          {roles[item.role].label}
        </Badge>
      </Table.Td>
      <Table.Td>{item.hint && <Code>{`errand_${item.hint}…`}</Code>}</Table.Td>
      <Table.Td>
        <Time at={item.created_at} />
      </Table.Td>
      <Table.Td>{item.last_used_at ? <Time at={item.last_used_at} /> : texts.keys.neverUsed}</Table.Td>
      <Table.Td ta="right">
        <ActionIcon
          variant="default"
          aria-label={texts.keys.revoke(item.name)}
          title={texts.keys.revoke(item.name)}
          onClick={onRevoke}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  )
}
