import { Group, Text } from '@mantine/core'
import { texts } from '../../texts/en/index.ts'

/** At most. */
export interface Counts {
  characters: number
  lines: number
}

/** How long a text is, and how long it may be. */
export function Counters({ text, limits }: { text: string; limits: Counts }) {
  return (
    <Group gap="md" mt={4}>
      <Counter used={text.length} limit={limits.characters} inWords={texts.codeEditor.characters} />
      <Counter used={linesOf(text)} limit={limits.lines} inWords={texts.codeEditor.lines} />
    </Group>
  )
}

interface CounterProps {
  used: number
  limit: number
  inWords: (used: number, limit: number) => string
}

function Counter({ used, limit, inWords }: CounterProps) {
  const over = used - limit
  return (
    <Text size="xs" c={over > 0 ? 'var(--mantine-color-error)' : 'dimmed'} fw={over > 0 ? 600 : undefined}>
      {inWords(used, limit)}
      {over > 0 && `: ${texts.codeEditor.tooMany(over)}`}
    </Text>
  )
}

/** As the API counts them: a line break at the end begins no line. */
const linesOf = (text: string): number => text.replace(/\n$/, '').split('\n').length
