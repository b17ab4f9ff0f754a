import { Alert, Anchor, List, Stack, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { Match } from '../../../api/match.ts'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { FoundValues } from './found-values.tsx'

const t = texts.editor.question

/** Whether a question gets to the action of that id, what it would be given, and which others are near. */
export function MatchVerdict({
  match: { matches, considered = [], threshold },
  id,
}: {
  match: Match
  id: string
}) {
  const guru = useGuru()
  const mine = matches.find(({ action }) => action.id === id)
  const others = matches.filter(({ action }) => action.id !== id)
  const looked = considered.find(({ action }) => action.id === id)
  const near = considered.filter(({ action }) => action.id !== id)
  return (
    <Stack gap="sm">
      <Alert
        color={mine ? 'green' : 'orange'}
        icon={mine ? <IconCheck aria-hidden /> : <IconX aria-hidden />}
        title={mine ? t.yes : t.no(others.map(({ action }) => action.name))}
      >
        <Stack gap={4}>
          {mine && mine.missing.length > 0 && <Text size="sm">{t.asks(mine.missing)}</Text>}
          {(mine ?? looked) && <Text size="sm">{t.score(mine?.score ?? looked?.score ?? 0, threshold)}</Text>}
          {!mine && !looked && considered.length > 0 && <Text size="sm">{t.notConsidered}</Text>}
          {looked && looked.because.length > 0 && (
            <List size="sm">
              {looked.because.map((why) => (
                <List.Item key={why}>{why}</List.Item>
              ))}
            </List>
          )}
        </Stack>
      </Alert>
      {mine && <FoundValues parameters={mine.parameters} missing={mine.missing} />}
      {near.length > 0 && (
        <div>
          <Text size="sm" fw={500}>
            {t.nearest}
          </Text>
          <List size="sm">
            {near.map(({ action, score, matched }) => (
              <List.Item key={action.id}>
                <Anchor component={Link} to={paths.action(guru, action.id)} underline="always" inherit>
                  {action.name}
                </Anchor>
                {`: ${t.scoreOnly(score)}${matched ? `, ${t.runs}` : ''}`}
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  )
}
