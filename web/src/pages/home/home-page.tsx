import { Navigate } from 'react-router'
import { useGurus } from '../../api/gurus.ts'
import { useMe } from '../../api/me.ts'
import { lastGuru } from '../../app/last-guru.ts'
import { Loading } from '../../app/loading.tsx'
import { paths } from '../../app/paths.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'

/** Leads to the guru that one works with; to making one where there is none yet. */
export default function HomePage() {
  const { guru } = useMe()
  const { data: gurus, error, refetch } = useGurus()
  if (guru) return <Navigate replace to={`/gurus/${guru}`} />
  if (error) return <ProblemAlert error={error} retry={refetch} />
  if (!gurus) return <Loading />
  const chosen = gurus.find(({ slug }) => slug === lastGuru()) ?? gurus[0]
  return <Navigate replace to={chosen ? `/gurus/${chosen.slug}` : paths.newGuru} />
}
