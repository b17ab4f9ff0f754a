import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { ProblemError } from '../../api/client.ts'
import { useKeys } from '../../api/keys.ts'
import { Loading } from '../../app/loading.tsx'
import { useGuru } from '../../app/use-guru.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { CreateKey } from './create-key.tsx'
import { KeyTable } from './key-table.tsx'

/** Who else may use this guru. */
export default function KeysPage() {
  const guru = useGuru()
  const { data: keys, error, refetch } = useKeys(guru)
  const [isCreating, { open, close }] = useDisclosure(false)
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      {texts.keys.create}
    </Button>
  )
  // Nothing that could be tried, or made, with this key.
  if (error instanceof ProblemError && error.problem.status === 403)
    return (
      <Page title={texts.keys.title}>
        <ProblemAlert error={error} />
      </Page>
    )
  const isEmpty = keys?.length === 0
  return (
    <Page title={texts.keys.title} aside={keys && !isEmpty ? create : undefined}>
      <Text>{texts.keys.intro}</Text>
      <ProblemAlert error={error} retry={refetch} />
      {!keys && !error && <Loading />}
      {isEmpty && <EmptyState {...texts.keys.empty}>{create}</EmptyState>}
      {keys && !isEmpty && <KeyTable guru={guru} keys={keys} />}
      <CreateKey guru={guru} opened={isCreating} onClose={close} />
    </Page>
  )
}
