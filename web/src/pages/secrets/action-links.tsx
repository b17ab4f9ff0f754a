import { Anchor } from '@mantine/core'
import { Fragment } from 'react'
import { Link } from 'react-router'
import { paths } from '../../app/paths.ts'
import { useGuru } from '../../app/use-guru.ts'

interface ActionLinksProps {
  actions: { id: string; name: string }[]
}

/** Actions by name, each a click away. */
export function ActionLinks({ actions }: ActionLinksProps) {
  const guru = useGuru()
  return actions.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index > 0 && ', '}
      <Anchor component={Link} to={paths.action(guru, id)} inherit>
        {name}
      </Anchor>
    </Fragment>
  ))
}
