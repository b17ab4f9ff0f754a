import { Stack, Text, VisuallyHidden } from '@mantine/core'
import { structuredPatch } from 'diff'
import type { Version } from '../../../api/versions.ts'
import { texts } from '../../../texts/en/index.ts'
import { fieldsOf } from './fields-of.ts'
import classes from './version-diff.module.css'

/** Lines that are shown around each change. */
const CONTEXT = 3

/** What changed from one version to another, field by field. In a file of its own: comparing takes a package. */
export default function VersionDiff({ from, to }: { from: Version; to: Version }) {
  const before = fieldsOf(from.action)
  const after = fieldsOf(to.action)
  const changed = [...new Set([...after.keys(), ...before.keys()])].filter(
    (field) => before.get(field) !== after.get(field),
  )
  if (changed.length === 0) return <Text size="sm">{texts.versions.same}</Text>
  return (
    <Stack gap="sm">
      {changed.map((field) => (
        <div key={field}>
          <Text size="sm" fw={600} mb={4}>
            {texts.versions.fields[field] ?? field}
          </Text>
          <Lines before={before.get(field) ?? ''} after={after.get(field) ?? ''} />
        </div>
      ))}
    </Stack>
  )
}

/** Told apart by a sign and, read aloud, by a word: not by colour alone. */
const KINDS = {
  '-': { element: 'del', word: texts.versions.before },
  '+': { element: 'ins', word: texts.versions.after },
  ' ': { element: 'span', word: null },
} as const

function Lines({ before, after }: { before: string; after: string }) {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: CONTEXT })
  return (
    <div className={classes.lines}>
      {hunks.map(({ oldStart, newStart, lines }) => (
        <div key={`${oldStart} ${newStart}`} className={classes.hunk}>
          {lines.filter(isLine).map((line, index) => {
            const sign = line.charAt(0) as keyof typeof KINDS
            const { element: Element, word } = KINDS[sign]
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are the same as often as they like
              <Element key={index} className={classes.line} data-sign={sign}>
                {word && <VisuallyHidden>{`${word}: `}</VisuallyHidden>}
                {line.slice(1)}
              </Element>
            )
          })}
        </div>
      ))}
    </div>
  )
}

/** Not the remark that the text does not end with a line break. */
const isLine = (line: string): boolean => line.charAt(0) in KINDS
