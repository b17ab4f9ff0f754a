import { DataList, Text } from '@mantine/core'
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
  return (
    <>
      <Text size="sm" fw={600}>
        {texts.run.response.headers}
      </Text>
      <DataList orientation="vertical" gap={4}>
        {Object.entries(headers).map(([name, value]) => (
          <Fact key={name} label={name}>
            <Text size="sm" className="output">
              {value}
            </Text>
          </Fact>
        ))}
      </DataList>
    </>
  )
}
