import { Box, Stack } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useAdvice } from '../../api/advice.ts'
import type { ActionBody, Tagged } from '../../api/edited-action.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'
import { bodyOf } from './form/body-of.ts'
import { focusFirstWrong } from './form/focus-first-wrong.ts'
import { ActionFormProvider, useActionForm } from './form/form-context.ts'
import { locateProblems } from './form/locate-problems.ts'
import { repeatedHeaders } from './form/repeated-headers.ts'
import { valuesOf } from './form/values-of.ts'
import { wrongValues } from './form/wrong-values.ts'
import { ConflictDialog } from './leaving/conflict-dialog.tsx'
import { LeaveDialog } from './leaving/leave-dialog.tsx'
import { useLeaveGuard } from './leaving/use-leave-guard.ts'
import { Notices } from './notices.tsx'
import { Parameters } from './parameters/parameters.tsx'
import { QuestionBox } from './question/question-box.tsx'
import { Refusal } from './refusal.tsx'
import { SaveBar } from './save-bar.tsx'
import { AnswerWords } from './sections/answer-words.tsx'
import { Basics } from './sections/basics.tsx'
import { Execution } from './sections/execution.tsx'
import { More } from './sections/more.tsx'
import { partOf } from './sections/part-of.ts'
import { Section } from './sections/section.tsx'
import { InsertTarget } from './snippets/insert-target.ts'
import { TestPanel } from './test-panel/test-panel.tsx'
import { useSaving } from './use-saving.ts'
import { VersionsPanel } from './versions/versions-panel.tsx'

interface EditorProps {
  /** The action as it is saved; null for a new one. */
  start: Tagged | null
  /** What a new action begins with. */
  draft?: Partial<ActionBody>
  /** What is worth knowing of it. */
  draftWarnings?: string[]
  /** What was advised when it was made, a moment ago. */
  firstAdvice?: string[]
  /** Reads the action anew. */
  onReload: () => void
}

/** The form of an action, with what helps to get it right beside it. */
export function Editor({ start, draft, draftWarnings = [], firstAdvice = [], onReload }: EditorProps) {
  const form = useActionForm({ initialValues: valuesOf(start?.action ?? draft) })
  const body = useMemo(() => bodyOf(form.values), [form.values])
  // A draft is not saved anywhere.
  const [saved, setSaved] = useState(() => JSON.stringify(start ? body : bodyOf(valuesOf())))
  const isDirty = JSON.stringify(body) !== saved
  const { blocker, letGo } = useLeaveGuard(isDirty)
  const [problem, setProblem] = useState<unknown>(null)
  const [testProblem, setTestProblem] = useState<unknown>(null)
  const guru = useGuru()
  const id = start?.action.id ?? null
  const liveAdvice = useAdvice(guru, id, body)
  const [shown, setShown] = useState<string[]>([])
  const [advice, setAdvice] = useState(firstAdvice)
  const [opened, setOpened] = useState<string[]>([])
  const [refusals, setRefusals] = useState(0)
  const element = useRef<HTMLFormElement>(null)
  const target = useRef<((text: string) => void) | null>(null)

  const showErrors = (errors: Record<string, string>) => {
    form.setErrors(errors)
    const parts = Object.keys(errors).flatMap((field) => partOf(field) ?? [])
    setOpened((before) => [...new Set([...before, ...parts])])
    setRefusals((count) => count + 1)
  }
  const saving = useSaving({
    start,
    letGo,
    onSaved: ({ action }, sent) => {
      setSaved(JSON.stringify(sent))
      setProblem(null)
      setAdvice(action.warnings)
      form.clearErrors()
    },
    onRefused: (error) => {
      const located = locateProblems(error, form.getValues())
      setProblem(error)
      setTestProblem(null)
      setShown(located.shown)
      showErrors(located.fields)
    },
  })
  const onTestRefused = (error: unknown) => {
    setTestProblem(error)
    form.setErrors(locateProblems(error, form.getValues()).fields)
  }
  const save = (close: boolean) => {
    const values = form.getValues()
    const wrong = { ...wrongValues(values), ...repeatedHeaders(values) }
    if (Object.keys(wrong).length > 0) showErrors(wrong)
    else saving.run(bodyOf(values), close)
  }
  // After the fields have their errors, and closed parts are open.
  useEffect(() => {
    if (refusals > 0 && element.current && !focusFirstWrong(element.current)) window.scrollTo({ top: 0 })
  }, [refusals])
  useHotkeys([['mod+S', () => save(false)]], [], true)

  return (
    <ActionFormProvider form={form}>
      <InsertTarget value={target}>
        <div className="editor">
          <form
            ref={element}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              save(false)
            }}
          >
            <Stack inert={saving.isLeaving}>
              <Refusal error={problem} shown={shown} />
              <Notices
                advice={advice.filter((sentence) => !liveAdvice.includes(sentence))}
                onRead={() => setAdvice([])}
                disabledReason={saving.current?.action.disabled_reason ?? null}
                isDraft={draft !== undefined && start === null}
                draftWarnings={draftWarnings}
              />
              <Basics advice={liveAdvice} />
              <Parameters />
              <Execution problem={testProblem ?? problem} />
              <AnswerWords />
              <More opened={opened} onChange={setOpened} />
              <SaveBar
                isNew={saving.current === null}
                isDirty={isDirty}
                pending={saving.pending}
                onClose={() => save(true)}
              />
            </Stack>
          </form>
          <Box className="editor-aside">
            <Stack>
              <Section title={texts.testPanel.title}>
                <TestPanel guru={guru} action={body} onRefused={onTestRefused} />
              </Section>
              <QuestionBox id={saving.current?.action.id ?? null} isDirty={isDirty} />
            </Stack>
          </Box>
        </div>
        {start && (
          <Box mt="md">
            <Section title={texts.versions.title}>
              <VersionsPanel
                guru={guru}
                id={start.action.id}
                unsaved={isDirty}
                onRestored={() => {
                  letGo()
                  onReload()
                }}
              />
            </Section>
          </Box>
        )}
        <LeaveDialog blocker={blocker} />
        <ConflictDialog
          id={saving.conflict && id}
          pending={saving.pending}
          onClose={saving.giveUp}
          onOverwrite={saving.overwrite}
          onReload={() => {
            letGo()
            onReload()
          }}
        />
      </InsertTarget>
    </ActionFormProvider>
  )
}
