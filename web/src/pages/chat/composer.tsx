import { ActionIcon, Text, Textarea } from '@mantine/core'
import { IconPlayerStopFilled, IconSend } from '@tabler/icons-react'
import type { KeyboardEvent, Ref } from 'react'
import { texts } from '../../texts/en/index.ts'
import { parametersWords } from './parameter-words.ts'

/** As many characters as the API takes. */
const LONGEST = 10_000

interface ComposerProps {
  ref: Ref<HTMLTextAreaElement>
  value: string
  /** Parameters that were asked for. */
  missing: string[]
  /** Whether an answer is on its way. */
  isComing: boolean
  onChange: (value: string) => void
  onSend: () => void
  onStop: () => void
}

/** Where the next question is typed. */
export function Composer({ ref, value, missing, isComing, onChange, onSend, onStop }: ComposerProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is put together, as in Japanese, Enter is part of that.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    onSend()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSend()
      }}
    >
      <Textarea
        ref={ref}
        aria-label={texts.chat.question}
        placeholder={
          missing.length > 0
            ? texts.chat.placeholderMissing(parametersWords(missing))
            : texts.chat.placeholder
        }
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        maxLength={LONGEST}
        autosize
        minRows={1}
        maxRows={8}
        size="md"
        rightSectionWidth={52}
        rightSection={
          isComing ? (
            <ActionIcon
              size="lg"
              variant="default"
              onClick={onStop}
              aria-label={texts.chat.stop}
              title={texts.chat.stop}
            >
              <IconPlayerStopFilled size={18} aria-hidden />
            </ActionIcon>
          ) : (
            <ActionIcon
              type="submit"
              size="lg"
              disabled={value.trim() === ''}
              aria-label={texts.chat.send}
              title={texts.chat.send}
            >
              <IconSend size={18} aria-hidden />
            </ActionIcon>
          )
        }
      />
      <Text size="xs" c="dimmed" mt={4} className="wide-only">
        {texts.chat.keys}
      </Text>
    </form>
  )
}
