import { Anchor, Fieldset, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { useInstallation } from '../../api/installation.ts'
import { Loading } from '../../app/loading.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'

const labels = texts.settings.installation

/** What this Errand is set up to do; its operator chooses, in the environment. */
export function Installation() {
  const { data, error, refetch } = useInstallation()
  if (error) return <ProblemAlert error={error} retry={refetch} />
  if (!data) return <Loading />
  const { model, temporal_ui_url, limits, retention_days, version } = data
  const rows: [string, ReactNode][] = [
    [labels.model, model.name ? labels.modelNamed(model.name) : labels.builtIn],
    [labels.answers, limits.answers_per_minute],
    [labels.retention, labels.days(retention_days)],
    ...(temporal_ui_url
      ? ([
          [
            labels.temporal,
            <Anchor key="ui" href={temporal_ui_url} target="_blank" rel="noopener noreferrer">
              {temporal_ui_url}
            </Anchor>,
          ],
        ] satisfies [string, ReactNode][])
      : []),
    [labels.version, version],
  ]
  return (
    <Fieldset legend={labels.title}>
      <Table variant="vertical" withRowBorders={false}>
        <Table.Tbody>
          {rows.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th scope="row" w="40%">
                {label}
              </Table.Th>
              <Table.Td className="any-break">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Fieldset>
  )
}
