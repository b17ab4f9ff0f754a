import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ProblemError } from '../../api/client.ts'
import { type ActionBody, type Tagged, useSaveAction } from '../../api/edited-action.ts'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'
import { texts } from '../../texts/en/index.ts'

interface Saving {
  /** What is saved; null for a new action. */
  start: Tagged | null
  letGo: () => void
  onSaved: (saved: Tagged, body: ActionBody) => void
  onRefused: (error: unknown) => void
}

/** Saves an action, and goes where it is to be edited further, or back to the list. */
export function useSaving({ start, letGo, onSaved, onRefused }: Saving) {
  const guru = useGuru()
  const navigate = useNavigate()
  const save = useSaveAction(guru)
  const [current, setCurrent] = useState(start)
  /** The save that was refused since somebody else was quicker. */
  const [conflict, setConflict] = useState<{ body: ActionBody; close: boolean } | null>(null)

  /** Whether the form goes once it is saved: whatever was typed into it meanwhile would be lost. */
  const [isLeaving, setLeaving] = useState(false)

  const run = (body: ActionBody, close: boolean, etag = current?.etag ?? null) => {
    if (save.isPending) return
    const id = current?.action.id ?? null
    setLeaving(close || id === null)
    save.mutate(
      { id, body, etag },
      {
        onSuccess: (saved) => {
          const { name, warnings } = saved.action
          setConflict(null)
          setCurrent(saved)
          onSaved(saved, body)
          notifications.show({
            message: close && warnings.length > 0 ? warnings.join(' ') : texts.editor.savedText(name),
            color: close && warnings.length > 0 ? 'yellow' : 'green',
            autoClose: close && warnings.length > 0 ? false : undefined,
            closeButtonProps: { 'aria-label': texts.common.close },
          })
          if (close || id === null) letGo()
          if (close) void navigate(paths.actions(guru))
          else if (id === null)
            void navigate(paths.action(guru, saved.action.id), { replace: true, state: { advice: warnings } })
        },
        onError: (error) => {
          const isConflict = error instanceof ProblemError && error.problem.status === 412
          setConflict(isConflict ? { body, close } : null)
          if (!isConflict) onRefused(error)
        },
      },
    )
  }
  return {
    current,
    run,
    pending: save.isPending,
    isLeaving: save.isPending && isLeaving,
    conflict,
    giveUp: () => setConflict(null),
    /** Saves over what somebody else has saved. */
    overwrite: () => conflict && run(conflict.body, conflict.close, null),
  }
}
