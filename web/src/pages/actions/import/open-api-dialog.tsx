import { useState } from 'react'
import { useOpenApiDrafts } from '../../../api/imports.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { ImportDialog } from './import-dialog.tsx'
import { ImportPlan } from './import-plan.tsx'
import { OpenApiDocument } from './open-api-document.tsx'
import { OperationList } from './operation-list.tsx'

/** Makes drafts of an OpenAPI document, and imports those that are chosen. */
export function OpenApiDialog({ close }: { close: () => void }) {
  const reading = useOpenApiDrafts(useGuru())
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isPlanning, setIsPlanning] = useState(false)
  const { title, intro } = texts.imports.openApi
  const restart = () => {
    setChosen(new Set())
    reading.reset()
  }
  if (!reading.data)
    return (
      <ImportDialog title={title} intro={intro} close={close}>
        <OpenApiDocument reading={reading} />
      </ImportDialog>
    )
  const { actions, warnings } = reading.data
  const content = { actions: actions.filter(({ name }) => chosen.has(name)) }
  return (
    <ImportDialog title={title} close={close}>
      {isPlanning ? (
        <ImportPlan
          json={JSON.stringify(content)}
          content={content}
          close={close}
          back={() => setIsPlanning(false)}
        />
      ) : (
        <OperationList
          drafts={actions}
          warnings={warnings}
          chosen={chosen}
          onChange={setChosen}
          next={() => setIsPlanning(true)}
          back={restart}
        />
      )}
    </ImportDialog>
  )
}
