import { Button, FileButton, Group, Paper, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { texts } from '../../../texts/en/index.ts'

interface ChooseFileProps {
  /** Endings and media types, as browsers take them. */
  accept: string
  onText: (text: string) => void
}

/** A place to choose a text file or to drop it on. */
export function ChooseFile({ accept, onText }: ChooseFileProps) {
  const forget = useRef<() => void>(null)
  const [name, setName] = useState<string | null>(null)
  const [isOver, setIsOver] = useState(false)
  const [isUnreadable, setIsUnreadable] = useState(false)
  const read = async (file: File | null | undefined) => {
    if (!file) return
    setName(file.name)
    try {
      const text = await file.text()
      setIsUnreadable(false)
      onText(text)
    } catch {
      // Such as a folder, or a file that was deleted meanwhile.
      setIsUnreadable(true)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    void read(event.dataTransfer.files[0])
  }
  return (
    <Paper
      withBorder
      p="lg"
      bg={isOver ? 'var(--mantine-color-default-hover)' : undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <Group justify="center">
        <FileButton
          accept={accept}
          resetRef={forget}
          onChange={(file) => {
            void read(file)
            // Else nothing would happen where the same file is chosen again, mended.
            forget.current?.()
          }}
        >
          {(props) => (
            <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} {...props}>
              {texts.imports.chooseFile}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {texts.imports.orDrop}
        </Text>
      </Group>
      {name && (
        <Text size="sm" ta="center" mt="xs" role="status">
          {texts.imports.chosen(name)}
        </Text>
      )}
      {isUnreadable && (
        <Text size="sm" ta="center" c="var(--mantine-color-error)" role="alert">
          {texts.imports.file.unreadable}
        </Text>
      )}
    </Paper>
  )
}
