import { useEffect, useRef } from 'react'
import { type Blocker, useBlocker } from 'react-router'

interface LeaveGuard {
  blocker: Blocker
  /** Has the next way out be free: what was to be kept is saved. */
  letGo: () => void
}

/** Keeps people from losing what they have not saved, be it by a link, the back button, or by closing the window. */
export function useLeaveGuard(isDirty: boolean): LeaveGuard {
  const guarded = useRef(isDirty)
  useEffect(() => {
    guarded.current = isDirty
  }, [isDirty])
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      guarded.current && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (!isDirty) return
    const ask = (event: BeforeUnloadEvent) => {
      if (guarded.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isDirty])
  return {
    blocker,
    letGo: () => {
      guarded.current = false
    },
  }
}
