import { Button, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useCurlDraft } from '../../../api/imports.ts'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { CodeArea } from '../../../components/code-area.tsx'
import { fieldErrors } from '../../../components/field-errors.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { ImportDialog } from './import-dialog.tsx'
import { Warnings } from './import-report.tsx'

/** Makes a draft of a curl command, and opens it in the editor; what is worth knowing of it is shown before. */
export function CurlDialog({ close }: { close: () => void }) {
  const guru = useGuru()
  const navigate = useNavigate()
  const [command, setCommand] = useState('')
  const { mutate, data, error, isPending } = useCurlDraft(guru)
  const words = texts.imports.curl
  const edit = (draft: NonNullable<typeof data>) =>
    navigate(paths.newAction(guru), { state: { draft: draft.action, warnings: draft.warnings } })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate(command, { onSuccess: (draft) => draft.warnings.length === 0 && void edit(draft) })
  }
  if (data)
    return (
      <ImportDialog title={words.title} close={close}>
        <Text role="status">{words.done(data.action.name)}</Text>
        <Warnings warnings={data.warnings} />
        <Group justify="flex-end">
          <Button data-autofocus onClick={() => void edit(data)}>
            {texts.imports.openInEditor}
          </Button>
        </Group>
      </ImportDialog>
    )
  return (
    <ImportDialog title={words.title} intro={words.intro} close={close}>
      <form onSubmit={submit}>
        <Stack>
          <CodeArea
            label={words.command}
            placeholder={words.example}
            required
            value={command}
            onChange={({ currentTarget: { value } }) => setCommand(value)}
            error={fieldErrors(error).command}
            data-autofocus
          />
          <ProblemAlert error={fieldErrors(error).command ? null : error} />
          <Group justify="flex-end">
            <Button type="submit" loading={isPending}>
              {words.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </ImportDialog>
  )
}
