import { Anchor, Center, Stack, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../app/paths.ts'
import { texts } from '../../texts/en/index.ts'

export default function NotFoundPage() {
  const { title, text, back } = texts.common.notFound
  return (
    <Center mih="60vh" p="md">
      <title>{`${title} - ${texts.common.product}`}</title>
      <Stack component="main" align="center">
        <Title order={1}>{title}</Title>
        <Text>{text}</Text>
        <Anchor component={Link} to={paths.home}>
          {back}
        </Anchor>
      </Stack>
    </Center>
  )
}
