import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useActions } from '../../../api/actions.ts'
import { type Run, useRerun } from '../../../api/runs.ts'
import { paths } from '../../../app/paths.ts'
import { fieldErrors } from '../../../components/field-errors.ts'
import { own } from '../../../components/own.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import type { Entered } from '../../../components/values/read-value.ts'
import { ValueField } from '../../../components/values/value-field.tsx'
import { texts } from '../../../texts/en/index.ts'
import { useCameFrom } from '../came-from.ts'
import { changedParameters, type FieldOf } from './changed-parameters.ts'

type Version = 'current' | 'original'

/** Runs a run's action again, with other values where they are wanted, and leads to the new run. */
export function RerunDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const words = texts.run.rerun
  const navigate = useNavigate()
  const cameFrom = useCameFrom()
  const { data } = useActions(run.guru)
  const action = data?.actions.find(({ id }) => id === run.action.id)
  const rerun = useRerun(run.guru, run.id)
  const [version, setVersion] = useState<Version>('current')
  const [values, setValues] = useState<Record<string, Entered>>(run.parameters)

  const fields = action && version === 'current' ? action.parameters : fieldsOf(run)
  const isOther = action !== undefined && run.action.version !== null && action.version !== run.action.version
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parameters = changedParameters(fields, run.parameters, values)
    if (!parameters) return
    rerun.mutate(
      { parameters, version },
      {
        onSuccess: ({ id }) => {
          onClose()
          void navigate(paths.run(run.guru, id), { state: cameFrom })
        },
      },
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title}
      centered
      closeButtonProps={{ 'aria-label': texts.common.close }}
    >
      <form onSubmit={submit} noValidate>
        <Stack>
          <Text size="sm">{fields.length > 0 ? words.text : words.none}</Text>
          {isOther && (
            <Radio.Group
              label={words.version}
              value={version}
              onChange={(chosen) => setVersion(chosen as Version)}
            >
              <Stack gap={4} mt={4}>
                <Radio value="current" label={words.current(action.version)} />
                <Radio value="original" label={words.before(run.action.version ?? 0)} />
              </Stack>
            </Radio.Group>
          )}
          {fields.map((field) => (
            <ValueField
              key={field.name}
              label={field.name}
              description={field.description}
              type={field.type}
              required={field.required}
              value={own(values, field.name)}
              given={own(run.parameters, field.name)}
              error={fieldErrors(rerun.error)[`parameters.${field.name}`]}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
          <Text size="sm" c="dimmed">
            {words.changes}
          </Text>
          <ProblemAlert error={rerun.error} shown={fields.map(({ name }) => `parameters.${name}`)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={rerun.isPending}>
              {words.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** What the run itself tells of its parameters: of an action that was tested, deleted or changed since. */
const fieldsOf = ({ parameters }: Run): FieldOf[] =>
  Object.entries(parameters).map(([name, value]) => ({ name, type: typeof value as FieldOf['type'] }))
