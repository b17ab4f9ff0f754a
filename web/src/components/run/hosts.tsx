import { Table, Text } from '@mantine/core'
import type { Run } from '../../api/runs.ts'
import { texts } from '../../texts/en/index.ts'
import { bytes } from '../bytes.ts'
import { HeaderRow } from '../header-row.tsx'

type NetworkUse = Run['network'][number]

/** Which hosts a run's code connected to, how much went there and back, and what was refused. */
export function Hosts({ network }: { network: NetworkUse[] }) {
  const words = texts.run.hosts
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table aria-label={words.caption}>
        <HeaderRow columns={[words.host, words.connections, words.sent, words.received, words.refused]} />
        <Table.Tbody>
          {network.map((use) => (
            <Table.Tr key={`${use.host}:${use.port}`}>
              <Table.Th scope="row" fw={500}>
                {nameOf(use)}
              </Table.Th>
              <Table.Td>{use.connections}</Table.Td>
              <Table.Td>{bytes(use.bytes_sent)}</Table.Td>
              <Table.Td>{bytes(use.bytes_received)}</Table.Td>
              <Table.Td>
                {use.refused && (
                  <>
                    {words.refusals(use.refusals)}
                    <Text size="xs" c="dimmed">
                      {reasonOf(use.refused)}
                    </Text>
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** `*` sums up all after the first fifty, `?` is none that can be read. */
function nameOf({ host, port }: NetworkUse): string {
  if (host === '*') return texts.run.hosts.others
  if (host === '?') return texts.run.hosts.unreadable
  return port === null ? host : `${host}:${port}`
}

const reasonOf = (refused: NonNullable<NetworkUse['refused']>): string =>
  refused === 'network_limit' ? texts.run.hosts.networkLimit : texts.runErrors[refused].title
