import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'

/** Leads to an empty editor, unless there is no room for another action. */
export function NewActionButton({ isFull = false }: { isFull?: boolean }) {
  const guru = useGuru()
  const leftSection = <IconPlus size={18} aria-hidden />
  if (isFull)
    return (
      <Button disabled leftSection={leftSection} title={texts.actions.limitReached}>
        {texts.actions.new}
      </Button>
    )
  return (
    <Button component={Link} to={paths.newAction(guru)} leftSection={leftSection}>
      {texts.actions.new}
    </Button>
  )
}
