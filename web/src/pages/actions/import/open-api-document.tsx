import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { useOpenApiDrafts } from '../../../api/imports.ts'
import { CodeArea } from '../../../components/code-area.tsx'
import { fieldErrors } from '../../../components/field-errors.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { ChooseFile } from './choose-file.tsx'

/** Where a document is chosen or pasted. A file is read at once. */
export function OpenApiDocument({ reading }: { reading: ReturnType<typeof useOpenApiDrafts> }) {
  const [text, setText] = useState('')
  const { mutate, error, isPending } = reading
  const words = texts.imports.openApi
  const atField = fieldErrors(error).document
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate(text)
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <ChooseFile
          accept=".json,.yaml,.yml,application/json,application/yaml"
          onText={(file) => mutate(file)}
        />
        <CodeArea
          label={words.document}
          required
          value={text}
          onChange={({ currentTarget: { value } }) => setText(value)}
          error={atField}
        />
        <ProblemAlert error={atField ? null : error} />
        <Group justify="flex-end">
          <Button type="submit" loading={isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
