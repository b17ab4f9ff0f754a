import { Suspense, useEffect, useState } from 'react'
import { Outlet } from 'react-router'
import { useMe } from '../api/me.ts'
import { Loading } from './loading.tsx'

/** Pages for those who are signed in; others are led to the sign-in page by the 401 that they get. */
export function SignedIn() {
  return (
    <Suspense fallback={<Loading />}>
      <Known />
    </Suspense>
  )
}

function Known() {
  const { role, guru, label } = useMe()
  const whose = JSON.stringify([role, guru, label])
  const [first] = useState(whose)
  // Somebody else has signed in in another tab: nothing that is known here was meant for them.
  useEffect(() => {
    if (whose !== first) location.reload()
  }, [whose, first])
  return <Outlet />
}
