import { Navigate, useParams } from 'react-router'
import { useMe } from '../api/me.ts'
import { paths } from './paths.ts'

/** A guru's own address leads to what its user can do first. */
export function ToActions() {
  const { guru = '' } = useParams()
  const { role } = useMe()
  return <Navigate replace to={role === 'chat' ? paths.chat(guru) : paths.actions(guru)} />
}
