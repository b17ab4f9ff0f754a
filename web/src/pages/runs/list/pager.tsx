import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from '@tabler/icons-react'
import { texts } from '../../../texts/en/index.ts'

interface PagerProps {
  /** Null where it isn't known. */
  page: number | null
  first: () => void
  newer: (() => void) | null
  older: (() => void) | null
  /** Before the next page is asked for, as far as one can tell. */
  ahead: () => void
}

/** Leads through the pages of the history. Nothing on the only page. */
export function Pager({ page, first, newer, older, ahead }: PagerProps) {
  const words = texts.runs.paging
  if (page === 1 && !older) return null
  return (
    <Group component="nav" aria-label={words.label} justify="center" gap="xs">
      {page !== 1 && (
        <Button
          variant="default"
          leftSection={<IconChevronsLeft size={16} aria-hidden />}
          onClick={() => first()}
        >
          {words.first}
        </Button>
      )}
      <Button
        variant="default"
        disabled={!newer}
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        onClick={() => newer?.()}
      >
        {words.newer}
      </Button>
      {page !== null && (
        <Text role="status" size="sm" miw={70} ta="center">
          {words.page(page)}
        </Text>
      )}
      <Button
        variant="default"
        disabled={!older}
        rightSection={<IconChevronRight size={16} aria-hidden />}
        onClick={() => older?.()}
        onPointerEnter={ahead}
        onFocus={ahead}
      >
        {words.older}
      </Button>
    </Group>
  )
}
