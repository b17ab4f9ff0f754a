import { Button, Card, Center, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useSignIn } from '../../api/me.ts'
import { Brand } from '../../app/brand.tsx'
import { Loading } from '../../app/loading.tsx'
import { focusOnMount } from '../../components/focus-on-mount.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { hasToken, readToken, whereTo } from './address.ts'
import { isRefusal } from './is-refusal.ts'

/** Signs a browser in: by a key, or by the token of a link, at once. */
export default function SignInPage() {
  const [token] = useState(readToken)
  const [key, setKey] = useState('')
  const signIn = useSignIn()
  const withLink = useSignIn()
  const begun = useRef(false)

  useEffect(() => {
    // Once: a token is used up by the first try, and effects may run twice.
    if (!token || begun.current) return
    begun.current = true
    withLink.mutate({ token }, { onSuccess: enter })
  }, [token, withLink])

  useEffect(() => {
    const readAgain = () => hasToken() && location.reload()
    addEventListener('hashchange', readAgain)
    return () => removeEventListener('hashchange', readAgain)
  }, [])

  if (token && !withLink.isError) return <Loading />
  const again = () => token && withLink.mutate({ token }, { onSuccess: enter })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ key: key.trim() }, { onSuccess: enter })
  }
  return (
    <Center mih="100vh" p="md">
      <title>{`${texts.signIn.title} - ${texts.common.product}`}</title>
      <Card component="main" withBorder maw={420} w="100%" padding="lg">
        <form onSubmit={submit}>
          <Stack>
            <Brand />
            <Title order={1} size="h2">
              {texts.signIn.title}
            </Title>
            {isRefusal(withLink.error) ? (
              <Text>{texts.signIn.linkUsed}</Text>
            ) : (
              <ProblemAlert error={withLink.error} retry={again} />
            )}
            <Text c="dimmed" size="sm">
              {texts.signIn.intro}
            </Text>
            <PasswordInput
              ref={focusOnMount}
              label={texts.signIn.key}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              autoComplete="current-password"
              required
            />
            <ProblemAlert error={signIn.error} />
            <Button type="submit" loading={signIn.isPending}>
              {texts.signIn.submit}
            </Button>
          </Stack>
        </form>
      </Card>
    </Center>
  )
}

/** A whole new page, so that nothing that was known before is. */
const enter = () => location.replace(whereTo())
