import { ActionIcon, Modal, Table, Text } from '@mantine/core'
import { IconFileDiff } from '@tabler/icons-react'
import { useState } from 'react'
import type { AuditEvent } from '../../api/audit.ts'
import { HeaderRow } from '../../components/header-row.tsx'
import { Time } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'
import { EventDetails } from './event-details.tsx'

const { columns, events: words } = texts.audit

/** Events, each with what it has changed. */
export function AuditTable({ events }: { events: AuditEvent[] }) {
  const [shown, setShown] = useState<AuditEvent | null>(null)
  return (
    <>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs">
          <HeaderRow
            columns={[
              columns.at,
              columns.actor,
              columns.action,
              columns.subject,
              columns.from,
              { name: columns.details, isHidden: true },
            ]}
          />
          <Table.Tbody>
            {events.map((event) => (
              <Table.Tr key={event.id}>
                <Table.Td>
                  <Time at={event.at} />
                </Table.Td>
                <Table.Td>{event.actor}</Table.Td>
                <Table.Td>{words[event.action]}</Table.Td>
                <Table.Td>{subjectOf(event)}</Table.Td>
                <Table.Td>
                  <Text size="sm" title={event.from.user_agent ?? undefined}>
                    {event.from.address}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  <ActionIcon
                    variant="default"
                    aria-label={texts.audit.show(`${words[event.action]} ${subjectOf(event)}`)}
                    title={texts.audit.details}
                    onClick={() => setShown(event)}
                  >
                    <IconFileDiff size={16} aria-hidden />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        size="xl"
        title={shown && `${words[shown.action]}: ${subjectOf(shown)}`}
        closeButtonProps={{ 'aria-label': texts.common.close }}
      >
        {shown && <EventDetails event={shown} />}
      </Modal>
    </>
  )
}

const subjectOf = ({ subject }: AuditEvent): string => subject.name ?? subject.id
