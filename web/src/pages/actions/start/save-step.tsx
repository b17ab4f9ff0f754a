import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useCreateAction } from '../../../api/actions.ts'
import type { Template } from '../../../api/templates.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { fieldErrors } from '../../../components/field-errors.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { AskSaved } from './ask-saved.tsx'

/** Saves a template's action, then has it asked. */
export function SaveStep({ template, back }: { template: Template; back: () => void }) {
  const create = useCreateAction(useGuru())
  const [name, setName] = useState(template.action.name)
  const [trigger, setTrigger] = useState(template.action.trigger)
  const words = texts.start.save
  const errors = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ ...template.action, name, trigger })
  }
  if (create.data) return <AskSaved action={create.data} template={template} />
  return (
    <form onSubmit={submit}>
      <Stack mt="md">
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
          error={errors.name}
        />
        <Textarea
          label={words.trigger}
          description={words.triggerHint}
          required
          autosize
          minRows={2}
          value={trigger}
          onChange={({ currentTarget: { value } }) => setTrigger(value)}
          error={errors.trigger}
        />
        <ProblemAlert error={create.error} shown={['name', 'trigger']} />
        <Group justify="space-between">
          <Button variant="default" onClick={back}>
            {texts.start.back}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
