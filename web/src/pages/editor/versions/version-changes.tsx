import { Select, Skeleton, Stack, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Version } from '../../../api/versions.ts'
import { texts } from '../../../texts/en/index.ts'

const VersionDiff = lazy(() => import('./version-diff.tsx'))

/** What a version changed, compared with the one before or with any other. */
export function VersionChanges({ version, all }: { version: Version; all: Version[] }) {
  const words = texts.versions
  const previous = all.find((other) => other.version < version.version)
  const [chosen, setChosen] = useState<number | null>(null)
  const from = all.find((other) => other.version === chosen) ?? previous
  const others = all.filter((other) => other !== version)
  return (
    <Stack component="section" gap="sm" aria-label={words.changes(version.version)}>
      {others.length > 1 && (
        <Select
          label={words.comparedWith}
          maw={220}
          data={others.map((other) => ({
            value: String(other.version),
            label: words.numbered(other.version),
          }))}
          value={from ? String(from.version) : null}
          onChange={(value) => setChosen(value === null ? null : Number(value))}
          allowDeselect={false}
        />
      )}
      {from ? (
        <Suspense fallback={<Skeleton height={80} />}>
          <VersionDiff from={from} to={version} />
        </Suspense>
      ) : (
        <Text size="sm">{words.first}</Text>
      )}
    </Stack>
  )
}
