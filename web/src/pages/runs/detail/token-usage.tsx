import { DataList } from '@mantine/core'
import type { Run } from '../../../api/runs.ts'
import { Fact } from '../../../components/fact.tsx'
import { texts } from '../../../texts/en/index.ts'

/** What a language model was asked for a run. */
export function TokenUsage({ usage }: { usage: NonNullable<Run['usage']> }) {
  const words = texts.run.usage
  return (
    <DataList gap={4} labelWidth={120}>
      <Fact label={words.model}>{usage.model}</Fact>
      <Fact label={words.calls}>{usage.calls.toLocaleString('en')}</Fact>
      <Fact label={words.input}>{usage.input_tokens.toLocaleString('en')}</Fact>
      <Fact label={words.output}>{usage.output_tokens.toLocaleString('en')}</Fact>
    </DataList>
  )
}
