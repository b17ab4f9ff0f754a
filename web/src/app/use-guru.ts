import { useParams } from 'react-router'

/** The slug of the guru whose page this is. */
export function useGuru(): string {
  const { guru } = useParams()
  if (!guru) throw new Error('This page belongs to no guru.')
  return guru
}
