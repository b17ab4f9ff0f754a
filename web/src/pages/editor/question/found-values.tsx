import { Table, Text } from '@mantine/core'
import { HeaderRow } from '../../../components/header-row.tsx'
import { texts } from '../../../texts/en/index.ts'

const t = texts.editor.question

interface FoundValuesProps {
  parameters: Record<string, string | number | boolean>
  missing: string[]
}

/** The values that a run would have. */
export function FoundValues({ parameters, missing }: FoundValuesProps) {
  const rows = [...Object.entries(parameters), ...missing.map((name) => [name, null] as const)]
  if (rows.length === 0) return <Text size="sm">{t.nothingFound}</Text>
  return (
    <Table withTableBorder aria-label={t.found}>
      <HeaderRow columns={[t.parameter, t.value]} />
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} ff="monospace">
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              {value === null ? <Text fs="italic">{t.missing}</Text> : String(value)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
