import { DataList, Table } from '@mantine/core'
import type { Run } from '../../api/runs.ts'
import { texts } from '../../texts/en/index.ts'
import { Fact } from '../fact.tsx'
import { duration } from '../time.tsx'

/** What came back to an API Call, beside its body. */
export function Response({ response }: { response: NonNullable<Run['response']> }) {
  const words = texts.run.response
  const { status, duration_ms, attempts, redirects, headers } = response
  return (
    <>
      <DataList gap={4} labelWidth={140}>
        <Fact label={words.status}>{status}</Fact>
        <Fact label={words.duration}>{duration(duration_ms)}</Fact>
        <Fact label={words.attempts}>{words.times(attempts)}</Fact>
        {redirects > 0 && <Fact label={words.redirects}>{redirects}</Fact>}
      </DataList>
      {Object.keys(headers).length > 0 && <Headers headers={headers} />}
    </>
  )
}

function Headers({ headers }: { headers: Record<string, string> }) {
  const words = texts.run.response
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table captionSide="top" fz="sm">
        <Table.Caption>{words.headers}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.header}</Table.Th>
            <Table.Th scope="col">{words.value}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(headers).map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={500}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
