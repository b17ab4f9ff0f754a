import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClockX,
  IconHelpCircle,
  IconLoader2,
  IconPlugOff,
  IconThumbDown,
  IconUserQuestion,
} from '@tabler/icons-react'
import { texts } from '../texts/en/index.ts'

export type Status = keyof typeof texts.common.status

/** Each has a sign of its own and is named: it can be told without its colour. */
const LOOKS = {
  running: { color: 'blue', Icon: IconLoader2 },
  awaiting_approval: { color: 'grape', Icon: IconUserQuestion },
  succeeded: { color: 'green', Icon: IconCheck },
  failed: { color: 'red', Icon: IconAlertTriangle },
  timed_out: { color: 'orange', Icon: IconClockX },
  cancelled: { color: 'gray', Icon: IconBan },
  rejected: { color: 'gray', Icon: IconThumbDown },
  interrupted: { color: 'orange', Icon: IconPlugOff },
  needs_parameters: { color: 'blue', Icon: IconHelpCircle },
} satisfies Record<Status, { color: string; Icon: typeof IconCheck }>

/** How a run stands. */
export function StatusBadge({ status }: { status: Status }) {
  const { color, Icon } = LOOKS[status]
  return (
    <Badge
      color={color}
      variant="light"
      autoContrast={false}
      leftSection={<Icon size={14} aria-hidden />}
      tt="none"
      miw="max-content"
    >
      {texts.common.status[status]}
    </Badge>
  )
}
