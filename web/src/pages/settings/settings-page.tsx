import { Alert, Stack } from '@mantine/core'
import { useGuruSettings } from '../../api/gurus.ts'
import { useMe } from '../../api/me.ts'
import { Loading } from '../../app/loading.tsx'
import { useGuru } from '../../app/use-guru.ts'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { DeleteGuru } from './delete-guru.tsx'
import { GuruForm } from './guru-form.tsx'
import { Installation } from './installation.tsx'

/** How a guru speaks and what it keeps; how this Errand is set up. */
export default function SettingsPage() {
  const slug = useGuru()
  const isAdmin = useMe().role === 'admin'
  const { data: guru, error, refetch } = useGuruSettings(slug)
  return (
    <Page title={texts.settings.title}>
      <Stack maw={760} gap="xl">
        {!isAdmin && <Alert color="blue">{texts.settings.onlyAdmin}</Alert>}
        <ProblemAlert error={error} retry={refetch} />
        {!guru && !error && <Loading />}
        {guru && <GuruForm guru={guru} disabled={!isAdmin} />}
        <Installation />
        {guru && isAdmin && <DeleteGuru guru={guru} />}
      </Stack>
    </Page>
  )
}
