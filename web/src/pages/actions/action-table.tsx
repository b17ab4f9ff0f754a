import { Card, Table } from '@mantine/core'
import { useState } from 'react'
import type { Action } from '../../api/actions.ts'
import { HeaderRow } from '../../components/header-row.tsx'
import { texts } from '../../texts/en/index.ts'
import { ActionDialogs, type OpenDialog } from './action-dialogs.tsx'
import { ActionRow } from './action-row.tsx'
import { EnableProblems, useToggle } from './toggle-enabled.tsx'

/** Actions with how they stand. On narrow screens each is one cell that says the most. */
export function ActionTable({ actions }: { actions: Action[] }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const toggle = useToggle()
  const { columns } = texts.actions
  return (
    <>
      <EnableProblems toggle={toggle} />
      <Card withBorder p={0}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover aria-label={texts.actions.title}>
          <HeaderRow
            columns={[
              columns.name,
              { name: columns.type, from: 'md' },
              { name: columns.status, from: 'sm' },
              { name: columns.schedule, from: 'lg' },
              { name: columns.lastRun, from: 'sm' },
              { name: columns.menu, isHidden: true },
            ]}
          />
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
