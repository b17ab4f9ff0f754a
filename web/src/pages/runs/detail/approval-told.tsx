import { Text } from '@mantine/core'
import type { Run } from '../../../api/runs.ts'
import { Time } from '../../../components/time.tsx'
import { texts } from '../../../texts/en/index.ts'

/** Who decided about a run, when, and what they said to it. */
export function ApprovalTold({ approval }: { approval: NonNullable<Run['approval']> }) {
  const { approved, decided_by, decided_at, comment } = approval
  const words = texts.run.approval
  return (
    <>
      <Text size="sm">
        {decided_by ? (approved ? words.approvedBy : words.rejectedBy)(decided_by) : undecided(approval)}
        {decided_at && (
          <>
            , <Time at={decided_at} />
          </>
        )}
      </Text>
      {comment && (
        <Text size="sm" component="blockquote" m={0} className="output">
          {comment}
        </Text>
      )}
    </>
  )
}

const undecided = ({ expires_at }: NonNullable<Run['approval']>): string =>
  Date.parse(expires_at) <= Date.now() ? texts.run.approval.nobody : texts.run.approval.withdrawn
