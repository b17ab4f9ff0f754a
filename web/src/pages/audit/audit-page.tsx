import { Button, Center, Group, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { type AuditEvent, useAuditEvents } from '../../api/audit.ts'
import { useMe } from '../../api/me.ts'
import { Loading } from '../../app/loading.tsx'
import { useGuru } from '../../app/use-guru.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { AuditTable } from './audit-table.tsx'

const TYPING_MS = 300
const CHOICES = Object.entries(texts.audit.events).map(([value, label]) => ({ value, label }))
type Scope = keyof typeof texts.audit.scopes
const SCOPES = Object.entries(texts.audit.scopes).map(([value, label]) => ({ value, label }))

/** Who changed what. */
export default function AuditPage() {
  const guru = useGuru()
  const { role } = useMe()
  const [scope, setScope] = useState<Scope>('guru')
  const [action, setAction] = useState<AuditEvent['action'] | null>(null)
  const [actor, setActor] = useState('')
  const [typed] = useDebouncedValue(actor.trim(), TYPING_MS)
  const filter = { ...(action && { action }), ...(typed && { actor: typed }) }
  const pages = useAuditEvents(scope === 'guru' ? guru : null, filter)
  const events = pages.data?.pages.flatMap((page) => page.events) ?? []
  const isFiltered = Object.keys(filter).length > 0
  return (
    <Page title={texts.audit.title}>
      {role === 'admin' && (
        <SegmentedControl
          aria-label={texts.audit.scope}
          w="fit-content"
          data={SCOPES}
          value={scope}
          onChange={(value) => setScope(value as Scope)}
        />
      )}
      <Text>{scope === 'guru' ? texts.audit.intro : texts.audit.introAll}</Text>
      <Group align="flex-end">
        <Select
          label={texts.audit.filterAction}
          placeholder={texts.audit.all}
          data={CHOICES}
          value={action}
          onChange={(value) => setAction(value as AuditEvent['action'] | null)}
          searchable
          clearable
        />
        <TextInput
          label={texts.audit.filterActor}
          placeholder={texts.audit.actorHint}
          value={actor}
          onChange={(event) => setActor(event.currentTarget.value)}
        />
      </Group>
      <ProblemAlert error={pages.error} retry={pages.refetch} />
      {pages.isPending && <Loading />}
      {pages.isSuccess && events.length === 0 && !pages.hasNextPage && (
        <EmptyState {...(isFiltered ? texts.audit.noneFound : texts.audit.empty)} />
      )}
      {events.length > 0 && <AuditTable events={events} />}
      {pages.hasNextPage && (
        <Center>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {texts.audit.more}
          </Button>
        </Center>
      )}
    </Page>
  )
}
