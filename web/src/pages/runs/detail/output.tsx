import { Button, Code, CopyButton, Group, Text } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'

/** A masked output as it came; JSON is laid out. */
export function Output({
  text,
  label,
  isTruncated = false,
}: {
  text: string
  label: string
  isTruncated?: boolean
}) {
  return (
    <>
      {isTruncated && <Text size="sm">{texts.run.page.truncated}</Text>}
      <Code block className="output" tabIndex={0} role="region" aria-label={label}>
        {pretty(text)}
      </Code>
      <Group>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="subtle" onClick={copy}>
              {copied ? texts.common.copied : texts.common.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
    </>
  )
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
