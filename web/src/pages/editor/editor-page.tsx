import { useState } from 'react'
import { useLocation, useParams } from 'react-router'
import { type ActionBody, useEditedAction } from '../../api/edited-action.ts'
import { Loading } from '../../app/loading.tsx'
import { useGuru } from '../../app/use-guru.ts'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { Editor } from './editor.tsx'
import './editor.css'

/** What other pages hand over. */
interface EditorState {
  /** What a new action begins with. */
  draft?: Partial<ActionBody>
  /** What is worth knowing of it. */
  warnings?: string[]
  /** What was advised when it was made. */
  advice?: string[]
}

let readings = 0

/** Makes an action, or changes one. */
export default function EditorPage() {
  const { id } = useParams()
  const { draft, warnings, advice } = (useLocation().state ?? {}) as EditorState
  if (id !== undefined) return <Existing key={id} id={id} advice={advice} />
  return (
    <Page title={texts.editor.newTitle}>
      <Editor start={null} draft={draft} draftWarnings={warnings} onReload={() => {}} />
    </Page>
  )
}

function Existing({ id, advice }: { id: string; advice: string[] | undefined }) {
  const [reading, setReading] = useState(() => ++readings)
  const { data, error, refetch } = useEditedAction(useGuru(), id, reading)
  if (error && !data)
    return (
      <Page title={texts.editor.title}>
        <ProblemAlert error={error} retry={refetch} />
      </Page>
    )
  if (!data) return <Loading />
  return (
    <Page title={data.action.name}>
      <Editor key={reading} start={data} firstAdvice={advice} onReload={() => setReading(++readings)} />
    </Page>
  )
}
