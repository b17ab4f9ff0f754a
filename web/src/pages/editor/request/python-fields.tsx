import { LIMITS } from '../../../../../domain/limits.ts'
import { type CodeProblem, codeProblems } from '../../../components/code-editor/code-problems.ts'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { InsertableCode } from './insertable-code.tsx'

const t = texts.editor.python
const COUNTERS = { characters: LIMITS.codeCharacters, lines: LIMITS.codeLines }
const NONE: CodeProblem[] = []

/** The code of a Python action. */
export function PythonFields({ problem }: { problem: unknown }) {
  const form = useActionFormContext()
  const error = form.errors['python.code']
  const problems = codeProblems(problem)
  return (
    <InsertableCode
      first
      label={t.code}
      description={t.hint}
      required
      value={form.values.python.code}
      onChange={(value) => form.setFieldValue('python.code', value)}
      language="python"
      problems={error && problems.length > 0 ? problems : NONE}
      counters={COUNTERS}
      // What is wrong in a line is told there.
      error={problems.length > 0 ? undefined : error}
      minHeight={280}
    />
  )
}
