import { DataList, Text } from '@mantine/core'
import type { Run } from '../../api/runs.ts'
import { texts } from '../../texts/en/index.ts'
import { Fact } from '../fact.tsx'

/** The values that a run had, and which of them came out of another run. */
export function Parameters({
  run: { parameters, from_outputs },
}: {
  run: Pick<Run, 'parameters' | 'from_outputs'>
}) {
  const words = texts.run.page
  const entries = Object.entries(parameters)
  if (entries.length === 0) return <Text c="dimmed">{words.noParameters}</Text>
  return (
    <DataList orientation="vertical" gap="xs">
      {entries.map(([name, value]) => (
        <Fact key={name} label={name}>
          <Text size="sm" className="output">
            {told(value)}
          </Text>
          {from_outputs.includes(name) && (
            <Text size="xs" c="dimmed">
              {words.fromOutput}
            </Text>
          )}
        </Fact>
      ))}
    </DataList>
  )
}

const told = (value: string | number | boolean): string => {
  if (typeof value === 'boolean') return value ? texts.run.page.yes : texts.run.page.no
  return String(value)
}
