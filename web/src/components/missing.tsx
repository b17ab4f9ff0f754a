import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { Page } from './page.tsx'

interface MissingProps {
  title: string
  text: string
  /** Where what there is can be found. */
  to: string
  back: string
}

/** Instead of what an address names and what is not there. */
export const Missing = ({ title, text, to, back }: MissingProps) => (
  <Page title={title}>
    <Text>{text}</Text>
    <Anchor component={Link} to={to}>
      {back}
    </Anchor>
  </Page>
)
