import { Button, Menu } from '@mantine/core'
import {
  IconApi,
  IconChevronDown,
  IconDownload,
  IconFileImport,
  IconLayoutGrid,
  IconTerminal2,
} from '@tabler/icons-react'
import { useState } from 'react'
import { exportAddress } from '../../../api/actions.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { CurlDialog } from './curl-dialog.tsx'
import { FileDialog } from './file-dialog.tsx'
import { OpenApiDialog } from './open-api-dialog.tsx'
import { TemplateDialog } from './template-dialog.tsx'

const SOURCES = [
  { key: 'file', label: texts.imports.fromFile, Icon: IconFileImport, Dialog: FileDialog },
  { key: 'curl', label: texts.imports.fromCurl, Icon: IconTerminal2, Dialog: CurlDialog },
  { key: 'open-api', label: texts.imports.fromOpenApi, Icon: IconApi, Dialog: OpenApiDialog },
  { key: 'template', label: texts.imports.fromTemplate, Icon: IconLayoutGrid, Dialog: TemplateDialog },
]

/** All ways to get actions in, and out as a file. */
export function ImportMenu({ hasActions }: { hasActions: boolean }) {
  const guru = useGuru()
  const [source, setSource] = useState<string | null>(null)
  const Dialog = SOURCES.find(({ key }) => key === source)?.Dialog
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
            {texts.imports.menu}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {SOURCES.map(({ key, label, Icon }) => (
            <Menu.Item key={key} leftSection={<Icon size={16} aria-hidden />} onClick={() => setSource(key)}>
              {label}
            </Menu.Item>
          ))}
          {hasActions && (
            <>
              <Menu.Divider />
              <Menu.Item
                component="a"
                href={exportAddress(guru)}
                download
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                {texts.imports.exportAll}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {Dialog && <Dialog close={() => setSource(null)} />}
    </>
  )
}
