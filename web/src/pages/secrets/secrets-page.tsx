import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type Secret, useSecrets } from '../../api/secrets.ts'
import { Loading } from '../../app/loading.tsx'
import { useGuru } from '../../app/use-guru.ts'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { DeleteSecret } from './delete-secret.tsx'
import { NoSecrets } from './no-secrets.tsx'
import { type Done, Outcome } from './outcome.tsx'
import { SecretDialog } from './secret-dialog.tsx'
import { SecretTable } from './secret-table.tsx'

type Dialog = { kind: 'add'; name: string } | { kind: 'replace' | 'delete'; secret: Secret }

/** The secrets of a guru; `?add=NAME` opens the form for a new one. */
export default function SecretsPage() {
  const guru = useGuru()
  const { data: secrets, error, refetch } = useSecrets(guru)
  const [query, setQuery] = useSearchParams()
  const [dialog, setDialog] = useState<Dialog | null>(() => {
    const name = query.get('add')
    return name === null ? null : { kind: 'add', name }
  })
  const [done, setDone] = useState<Done | null>(null)
  const close = () => {
    setDialog(null)
    setQuery({}, { replace: true })
  }
  const finish = (what: Done) => {
    setDone(what)
    close()
  }
  const add = (
    <Button
      leftSection={<IconPlus size={18} aria-hidden />}
      onClick={() => setDialog({ kind: 'add', name: '' })}
    >
      {texts.secrets.add}
    </Button>
  )
  return (
    <Page title={texts.secrets.title} aside={add}>
      <Text c="dimmed" maw={760}>
        {texts.secrets.intro}
      </Text>
      <Outcome done={done} dismiss={() => setDone(null)} />
      <ProblemAlert error={secrets ? null : error} retry={refetch} />
      {!secrets && !error && <Loading />}
      {secrets?.length === 0 && <NoSecrets />}
      {secrets && secrets.length > 0 && (
        <SecretTable
          secrets={secrets}
          replace={(secret) => setDialog({ kind: 'replace', secret })}
          remove={(secret) => setDialog({ kind: 'delete', secret })}
        />
      )}
      {dialog?.kind === 'add' && <SecretDialog initialName={dialog.name} close={close} finish={finish} />}
      {dialog?.kind === 'replace' && <SecretDialog secret={dialog.secret} close={close} finish={finish} />}
      {dialog?.kind === 'delete' && <DeleteSecret secret={dialog.secret} close={close} finish={finish} />}
    </Page>
  )
}
