import { Alert, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ProblemError } from '../../../api/client.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { actionsOfFile, nameOf } from './actions-of-file.ts'

/** Why nothing can be imported: each problem with the action that has it, and where in it. */
export function ImportProblems({ error, content }: { error: unknown; content: object }) {
  const problems = error instanceof ProblemError ? error.problem.errors : []
  if (problems.length === 0) return <ProblemAlert error={error} />
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={texts.imports.plan.refused}
    >
      <List size="sm">
        {problems.map(({ path, message }) => (
          <List.Item key={`${path} ${message}`}>{describe(path, message, content)}</List.Item>
        ))}
      </List>
    </Alert>
  )
}

/** `3.parameters.0.name` of a file with several actions, or `actions.3.parameters.0.name`, in words. */
function describe(path: string, message: string, content: object): string {
  const [, index, rest = ''] = /^(?:actions\.)?(\d+)(?:\.(.*))?$/.exec(path) ?? []
  if (index === undefined) return path ? `${path}: ${message}` : message
  const action = actionsOfFile(content)[Number(index)]
  const subject = texts.imports.plan.problemOf(Number(index) + 1, nameOf(action))
  return rest ? `${subject}: ${rest} ${message}` : `${subject}: ${message}`
}
