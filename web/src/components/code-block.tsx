import { ActionIcon, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { texts } from '../texts/en/index.ts'

/** Code in an answer, to be copied. */
export function CodeBlock({ children }: { children: ReactNode }) {
  const pre = useRef<HTMLPreElement>(null)
  const [text, setText] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands in the block changes with its children
  useEffect(() => setText(pre.current?.textContent ?? ''), [children])
  return (
    <div className="code-block">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the keyboard, too */}
      <pre ref={pre} tabIndex={0}>
        {children}
      </pre>
      {/* Browsers have no clipboard for pages that come without https. */}
      {'clipboard' in navigator && (
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <ActionIcon
              className="code-copy"
              variant="default"
              size="sm"
              onClick={copy}
              aria-label={copied ? texts.common.copied : texts.chat.copyCode}
              title={copied ? texts.common.copied : texts.chat.copyCode}
            >
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          )}
        </CopyButton>
      )}
    </div>
  )
}
