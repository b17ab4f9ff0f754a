import { Button, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import type { Draft } from '../../../api/action-types.ts'
import { useTestAction } from '../../../api/started-run.ts'
import { fieldErrors } from '../../../components/field-errors.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { givenValues, type Samples } from './given-values.ts'
import { SampleValues } from './sample-values.tsx'
import { TestRun } from './test-run.tsx'

interface TestPanelProps {
  guru: string
  /** As it would be saved. */
  action: Draft
  /** Told why a test did not begin, and null when one has: what is wrong is marked in the action's own fields. */
  onRefused?: (error: unknown) => void
}

/** Tries an action out with sample values, and shows what it does while it does it. */
export function TestPanel({ guru, action, onRefused }: TestPanelProps) {
  const words = texts.testPanel
  const [samples, setSamples] = useState<Samples>({})
  const test = useTestAction(guru)
  const parameters = action.parameters ?? []
  const errors = fieldErrors(test.error)
  const start = () => {
    const given = givenValues(action, samples)
    if (given)
      test.mutate(
        { action, parameters: given },
        { onSuccess: () => onRefused?.(null), onError: (error) => onRefused?.(error) },
      )
  }
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {words.intro} {parameters.length === 0 && words.noParameters}
      </Text>
      <SampleValues
        parameters={parameters}
        samples={samples}
        errors={errors}
        onChange={(name, value) => setSamples((before) => ({ ...before, [name]: value }))}
      />
      <ProblemAlert error={test.error} shown={parameters.map(({ name }) => `parameters.${name}`)} />
      <div>
        <Button
          variant="light"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={test.isPending}
          onClick={start}
        >
          {words.run}
        </Button>
      </div>
      {test.data && <TestRun key={test.data.id} guru={guru} begun={test.data} />}
    </Stack>
  )
}
