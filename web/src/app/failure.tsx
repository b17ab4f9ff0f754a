import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { useRouteError } from 'react-router'
import { ProblemError } from '../api/client.ts'
import { texts } from '../texts/en/index.ts'
import { isMissingCode } from './is-missing-code.ts'
import { Loading } from './loading.tsx'

/** Instead of a page that could not be shown. */
export function Failure() {
  const error = useRouteError()
  const { failure } = texts.common
  const known = error instanceof ProblemError
  // On the way to the sign-in page.
  if (known && error.problem.status === 401) return <Loading />
  return (
    <Center mih="60vh" p="md">
      <Stack align="center" role="alert">
        <Title order={1}>{failure.title}</Title>
        <Text>{known ? error.message : isMissingCode(error) ? failure.notLoaded : failure.unknown}</Text>
        <Button onClick={() => location.reload()}>{failure.reload}</Button>
      </Stack>
    </Center>
  )
}
