import { texts } from '../../../texts/en/index.ts'
import { ImportDialog } from './import-dialog.tsx'
import { TemplateGallery } from './template-gallery.tsx'

/** The templates, over the list of actions. */
export function TemplateDialog({ close }: { close: () => void }) {
  const { title, intro } = texts.imports.template
  return (
    <ImportDialog title={title} intro={intro} close={close}>
      <TemplateGallery />
    </ImportDialog>
  )
}
