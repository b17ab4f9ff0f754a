import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ProblemError } from '../../api/client.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'

interface RefusalProps {
  /** Nothing is shown for null. */
  error: unknown
  /** Paths of problems that stand at their fields already. */
  shown: string[]
}

/** Why an action could not be saved. Where all of it stands at the fields, it says so, and no more. */
export function Refusal({ error, shown }: RefusalProps) {
  const { status, errors } = error instanceof ProblemError ? error.problem : { status: 0, errors: [] }
  const isAllShown = status === 422 && errors.length > 0 && errors.every(({ path }) => shown.includes(path))
  if (!isAllShown) return <ProblemAlert error={error} shown={shown} />
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      role="alert"
      title={texts.editor.refused(new Set(shown).size)}
    />
  )
}
