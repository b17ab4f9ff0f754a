import { Alert, Anchor, Stack } from '@mantine/core'
import { Link } from 'react-router'
import { useSecrets } from '../../../api/secrets.ts'
import { useTemplates } from '../../../api/templates.ts'
import { Loading } from '../../../app/loading.tsx'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { Page } from '../../../components/page.tsx'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { StartSteps } from './start-steps.tsx'

/** Leads from a template to a first answer: its keys, a test, and saving it. */
export function StartPage({ slug }: { slug: string }) {
  const guru = useGuru()
  const { data: templates, error, refetch } = useTemplates()
  const { data: secrets, error: secretsError, refetch: readSecrets } = useSecrets(guru)
  const template = templates?.find((one) => one.slug === slug)
  const isKnown = templates && secrets
  const back = (
    <Anchor component={Link} to={paths.actions(guru)}>
      {texts.start.backToActions}
    </Anchor>
  )
  return (
    <Page title={texts.start.title(template?.title ?? slug)} aside={back}>
      <ProblemAlert error={templates ? null : error} retry={refetch} />
      <ProblemAlert error={secrets ? null : secretsError} retry={readSecrets} />
      {!isKnown && !error && !secretsError && <Loading />}
      {isKnown && (
        <Stack maw={760}>
          {template ? (
            <StartSteps template={template} secrets={secrets} />
          ) : (
            <Alert color="yellow">{texts.start.unknown}</Alert>
          )}
        </Stack>
      )}
    </Page>
  )
}
