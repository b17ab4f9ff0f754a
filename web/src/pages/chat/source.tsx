import { Anchor, Card, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useMe } from '../../api/me.ts'
import type { AnsweredAction } from '../../api/sessions.ts'
import { paths } from '../../app/paths.ts'
import { StatusBadge } from '../../components/status-badge.tsx'
import { texts } from '../../texts/en/index.ts'
import { parametersWords, parameterWords } from './parameter-words.ts'

interface SourceProps {
  guru: string
  action: AnsweredAction
  children?: ReactNode
}

/** One action of an answer: how it went, with which values, and the way to its run for those who may see it. */
export function Source({ guru, action, children }: SourceProps) {
  const { role } = useMe()
  const { name, run_id, status, parameters, missing, from_outputs = [] } = action
  const values = Object.entries(parameters)
  return (
    <Card withBorder padding="xs" className="chat-source">
      <Group gap="xs" justify="space-between">
        {run_id !== null && role !== 'chat' ? (
          <Anchor
            component={Link}
            to={paths.run(guru, run_id)}
            size="sm"
            fw={600}
            underline="always"
            title={texts.chat.openRun(name)}
          >
            <bdi>{name}</bdi>
          </Anchor>
        ) : (
          <Text size="sm" fw={600}>
            <bdi>{name}</bdi>
          </Text>
        )}
        <StatusBadge status={status} />
      </Group>
      {values.length > 0 && (
        <dl className="chat-values">
          {values.map(([parameter, value]) => (
            <div key={parameter}>
              <dt>{parameterWords(parameter)}</dt>
              <dd>
                <bdi>{String(value)}</bdi>
                {from_outputs.includes(parameter) && ` (${texts.chat.fromResult})`}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {missing.length > 0 && <Text size="sm">{texts.chat.stillNeeded(parametersWords(missing))}</Text>}
      {children}
    </Card>
  )
}
