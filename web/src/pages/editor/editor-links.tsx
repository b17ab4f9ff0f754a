import { Anchor, Group } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from 'react-router'
import { exportAddress } from '../../api/actions.ts'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'

const t = texts.editor

/** Back to the list, and on to what else there is of an action that is saved. */
export function EditorLinks({ id }: { id: string | null }) {
  const guru = useGuru()
  return (
    <Group gap="md">
      <Anchor component={Link} to={paths.actions(guru)} size="sm">
        <IconArrowLeft size={14} aria-hidden /> {t.back}
      </Anchor>
      {id !== null && (
        <>
          <Anchor component={Link} to={paths.runsOf(guru, id)} size="sm">
            {t.runs}
          </Anchor>
          <Anchor href={exportAddress(guru, id)} download size="sm">
            {t.export}
          </Anchor>
        </>
      )}
    </Group>
  )
}
