import { ActionIcon, Alert, Box, CopyButton, Group, Stack, Switch, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconCut } from '@tabler/icons-react'
import { useId, useMemo, useState } from 'react'
import { texts } from '../../texts/en/index.ts'
import { formatJson } from './format-json.ts'
import classes from './output-block.module.css'

interface OutputBlockProps {
  label: string
  /** Masked, as the API gives it. It is shown as text, whatever it is. */
  text: string
  /** The middle is missing. */
  truncated?: boolean
}

/** What a run has put out, JSON so that it can be read. */
export function OutputBlock({ label, text, truncated = false }: OutputBlockProps) {
  const words = texts.runOutput
  const id = useId()
  const [asItCame, setAsItCame] = useState(false)
  const formatted = useMemo(() => formatJson(text), [text])
  const shown = asItCame ? text : (formatted ?? text)
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text fw={600} size="sm" id={id}>
          {label}
        </Text>
        <Group gap="sm">
          {formatted !== null && (
            <Switch
              size="sm"
              label={words.asItCame}
              checked={asItCame}
              onChange={({ currentTarget }) => setAsItCame(currentTarget.checked)}
            />
          )}
          <CopyText label={words.copy(label)} text={text} />
        </Group>
      </Group>
      {truncated && (
        <Alert color="yellow" variant="light" icon={<IconCut aria-hidden />} p="xs">
          {words.truncated}
        </Alert>
      )}
      {text.trim() === '' ? (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      ) : (
        <Box
          component="section"
          className={classes.output}
          aria-labelledby={id}
          // What is longer than its box is scrolled by the keyboard too.
          tabIndex={0}
        >
          {shown}
        </Box>
      )}
    </Stack>
  )
}

function CopyText({ label, text }: { label: string; text: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="default"
          aria-label={copied ? texts.common.copied : label}
          title={copied ? texts.common.copied : label}
          onClick={copy}
        >
          {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  )
}
