import { Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { type Guru, useDeleteGuru } from '../../api/gurus.ts'
import { paths } from '../../app/paths.ts'
import { Confirm } from '../../components/confirm.tsx'
import { texts } from '../../texts/en/index.ts'

const { remove } = texts.settings

/** Deletes a guru, once its short name was typed. */
export function DeleteGuru({ guru: { slug, name } }: { guru: Guru }) {
  const [opened, { open, close }] = useDisclosure(false)
  const [typed, setTyped] = useState('')
  const deletion = useDeleteGuru(slug)
  return (
    <Fieldset legend={remove.title}>
      <Stack>
        <Text size="sm">{remove.text}</Text>
        <Group>
          <Button variant="default" onClick={open}>
            {remove.button}
          </Button>
        </Group>
      </Stack>
      <Confirm
        opened={opened}
        title={remove.confirmTitle(name)}
        label={remove.confirm}
        disabled={typed !== slug}
        pending={deletion.isPending}
        error={deletion.error}
        // A whole new page: nothing of the guru is left in this one.
        onConfirm={() => deletion.mutate(undefined, { onSuccess: () => location.assign(paths.home) })}
        onClose={() => {
          close()
          setTyped('')
        }}
      >
        <Text>{remove.text}</Text>
        <TextInput
          label={remove.confirmLabel(slug)}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
      </Confirm>
    </Fieldset>
  )
}
