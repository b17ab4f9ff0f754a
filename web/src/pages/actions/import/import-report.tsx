import { Alert, List, Stack, Table, Text } from '@mantine/core'
import type { ImportResult } from '../../../api/imports.ts'
import { HeaderRow } from '../../../components/header-row.tsx'
import { texts } from '../../../texts/en/index.ts'
import { countChanges } from './count-changes.ts'

/** What an import does with each action, or has done. */
export function ImportReport({ result }: { result: ImportResult }) {
  const { imported, warnings, dry_run } = result
  const words = texts.imports.plan
  return (
    <Stack gap="sm">
      <Text fw={600} role="status">
        {dry_run ? words.preview : words.done(countChanges(result))}
      </Text>
      <Table.ScrollContainer minWidth={0} mah={320}>
        <Table aria-label={dry_run ? words.preview : words.result}>
          <HeaderRow columns={[words.name, words.outcome, words.state]} />
          <Table.Tbody>
            {imported.map(({ name, outcome, enabled, disabled_reason }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw="normal" className="any-break">
                  {name}
                </Table.Th>
                <Table.Td>{words.outcomes[outcome]}</Table.Td>
                <Table.Td className="any-break">
                  {enabled ? texts.actions.enabled : texts.actions.disabled}
                  {disabled_reason && `: ${disabled_reason}`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Warnings warnings={warnings} />
    </Stack>
  )
}

/** What the API finds worth knowing, if anything. */
export function Warnings({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) return null
  return (
    <Alert color="yellow" title={texts.imports.warnings}>
      <List size="sm">
        {warnings.map((warning) => (
          <List.Item key={warning}>{warning}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
