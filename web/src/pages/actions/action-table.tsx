import { Card, Table, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import type { Action } from '../../api/actions.ts'
import { texts } from '../../texts/en/index.ts'
import { ActionDialogs, type OpenDialog } from './action-dialogs.tsx'
import { ActionRow } from './action-row.tsx'
import { EnableProblem, useToggle } from './toggle-enabled.tsx'

/** Actions with how they stand. On narrow screens each is one cell that says the most. */
export function ActionTable({ actions }: { actions: Action[] }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const toggle = useToggle()
  const { columns } = texts.actions
  return (
    <>
      <EnableProblem toggle={toggle} />
      <Card withBorder p={0}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={texts.actions.title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{columns.name}</Table.Th>
              <Table.Th scope="col" visibleFrom="md">
                {columns.type}
              </Table.Th>
              <Table.Th scope="col" visibleFrom="sm">
                {columns.status}
              </Table.Th>
              <Table.Th scope="col" visibleFrom="lg">
                {columns.schedule}
              </Table.Th>
              <Table.Th scope="col" visibleFrom="sm">
                {columns.lastRun}
              </Table.Th>
              <Table.Th scope="col" w={60}>
                <VisuallyHidden>{columns.menu}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {actions.map((action) => (
              <ActionRow
                key={action.id}
                action={action}
                open={(kind) => setDialog({ kind, action })}
                setEnabled={(enabled) => toggle.set(action, enabled)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Card>
      <ActionDialogs dialog={dialog} close={() => setDialog(null)} />
    </>
  )
}
