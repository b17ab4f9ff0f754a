import { Button, Checkbox, Group, Radio, Stack } from '@mantine/core'
import { useId, useState } from 'react'
import { type Conflict, type ImportOptions, useImport, useImportPreview } from '../../../api/imports.ts'
import { Loading } from '../../../app/loading.tsx'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { actionsOfFile, isScheduled } from './actions-of-file.ts'
import { countChanges } from './count-changes.ts'
import { ImportProblems } from './import-problems.tsx'
import { ImportReport } from './import-report.tsx'

interface ImportPlanProps {
  /** What the API takes as an import, as JSON: one action, or several. The same as long as this is shown. */
  json: string
  /** The same, to tell of it. */
  content: object
  close: () => void
  /** To choose again. */
  back?: () => void
}

const CONFLICTS = Object.entries(texts.imports.plan.conflicts) as [Conflict, string][]

/** Says what an import will do before it is done, and then what it has done. */
export function ImportPlan({ json, content, close, back }: ImportPlanProps) {
  const guru = useGuru()
  const words = texts.imports.plan
  const [options, setOptions] = useState<ImportOptions>({ on_conflict: 'fail', start_schedules: false })
  const preview = useImportPreview(guru, useId(), json, options)
  const perform = useImport(guru)
  if (perform.data)
    return (
      <Stack>
        <ImportReport result={perform.data} />
        <Group justify="flex-end">
          <Button onClick={close}>{words.finish}</Button>
        </Group>
      </Stack>
    )
  const planned = preview.isError ? undefined : preview.data
  const count = planned ? countChanges(planned) : 0
  return (
    <Stack>
      <Radio.Group
        label={words.conflict}
        value={options.on_conflict}
        onChange={(value) => setOptions({ ...options, on_conflict: value as Conflict })}
      >
        <Group mt={6}>
          {CONFLICTS.map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </Group>
      </Radio.Group>
      {actionsOfFile(content).some(isScheduled) && (
        <Checkbox
          label={words.startSchedules}
          description={words.startSchedulesHint}
          checked={options.start_schedules}
          onChange={({ currentTarget: { checked } }) => setOptions({ ...options, start_schedules: checked })}
        />
      )}
      {preview.isPending && <Loading />}
      <ImportProblems error={perform.error ?? preview.error} content={content} />
      {planned && <ImportReport result={planned} />}
      <Group justify="flex-end">
        {back && (
          <Button variant="default" onClick={back}>
            {words.back}
          </Button>
        )}
        <Button
          disabled={count === 0}
          loading={perform.isPending || preview.isFetching}
          onClick={() => perform.mutate({ json, options })}
        >
          {count === 0 ? words.nothing : words.submit(count)}
        </Button>
      </Group>
    </Stack>
  )
}
