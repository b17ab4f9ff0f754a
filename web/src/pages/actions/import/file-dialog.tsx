import { Alert } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../../../texts/en/index.ts'
import { ChooseFile } from './choose-file.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { ImportPlan } from './import-plan.tsx'

/** Imports what was exported as a file. */
export function FileDialog({ close }: { close: () => void }) {
  const [file, setFile] = useState({ id: 0, text: '' })
  const { title, intro, notJson } = texts.imports.file
  const content = parse(file.text)
  return (
    <ImportDialog title={title} intro={intro} close={close}>
      <ChooseFile
        accept=".json,application/json"
        onText={(text) => setFile(({ id }) => ({ id: id + 1, text }))}
      />
      {file.id > 0 &&
        (content === undefined ? (
          <Alert color="red" role="alert">
            {notJson}
          </Alert>
        ) : (
          <ImportPlan key={file.id} json={file.text} content={content} close={close} />
        ))}
    </ImportDialog>
  )
}

/** To tell of it alone. Undefined where it is no JSON object or array. */
function parse(text: string): object | undefined {
  try {
    const content: unknown = JSON.parse(text)
    return typeof content === 'object' && content !== null ? content : undefined
  } catch {
    return undefined
  }
}
