import { useGurus } from '../api/gurus.ts'
import { useMe } from '../api/me.ts'

/** Whether there is such a guru for whoever is signed in; undefined until it is known. */
export function useIsGuru(slug: string): boolean | undefined {
  const { role, guru } = useMe()
  const { data, isFetching } = useGurus()
  if (role !== 'admin') return slug === guru
  if (data?.some((one) => one.slug === slug)) return true
  return data && !isFetching ? false : undefined
}
