import { Suspense } from 'react'
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
  useMe()
  return <Outlet />
}
