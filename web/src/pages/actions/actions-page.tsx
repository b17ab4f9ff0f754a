import { Group } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { useActions } from '../../api/actions.ts'
import { Loading } from '../../app/loading.tsx'
import { useGuru } from '../../app/use-guru.ts'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { ActionList } from './action-list.tsx'
import { EmptyState } from './empty-state.tsx'
import { ImportMenu } from './import/import-menu.tsx'
import { NewActionButton } from './new-action-button.tsx'
import { StartPage } from './start/start-page.tsx'

/** All actions of a guru; with `?start=TEMPLATE` the way from that template to a first answer. */
export default function ActionsPage() {
  const [query] = useSearchParams()
  const template = query.get('start')
  return template === null ? <Overview /> : <StartPage key={template} slug={template} />
}

function Overview() {
  const guru = useGuru()
  const { data, error, refetch } = useActions(guru)
  const aside = data && (
    <>
      <ImportMenu hasActions={data.used > 0} />
      <NewActionButton isFull={data.used >= data.limit} />
    </>
  )
  return (
    <Page title={texts.actions.title} aside={<Group gap="xs">{aside}</Group>}>
      <ProblemAlert error={data ? null : error} retry={refetch} />
      {!data && !error && <Loading />}
      {data && (data.actions.length === 0 ? <EmptyState /> : <ActionList {...data} />)}
    </Page>
  )
}
