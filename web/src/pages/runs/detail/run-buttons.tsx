import { Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import { isOpen, type Run, useCancelRun } from '../../../api/runs.ts'
import { Confirm } from '../../../components/confirm.tsx'
import { texts } from '../../../texts/en/index.ts'
import { RerunDialog } from './rerun-dialog.tsx'

/** What can be done to a run: stop it while it goes on, repeat it. */
export function RunButtons({ run }: { run: Run }) {
  const [isCancelling, cancelling] = useDisclosure(false)
  const [isRerunning, rerunning] = useDisclosure(false)
  const cancel = useCancelRun(run.guru, run.id)
  const words = texts.run
  return (
    <Group gap="xs">
      {isOpen(run) && (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={cancelling.open}
        >
          {words.cancel.button}
        </Button>
      )}
      <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={rerunning.open}>
        {words.rerun.button}
      </Button>
      <Confirm
        opened={isCancelling}
        title={words.cancel.title}
        label={words.cancel.confirm}
        keep={words.cancel.keep}
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate(undefined, { onSuccess: cancelling.close })}
        onClose={cancelling.close}
      >
        <Text>{words.cancel.text}</Text>
      </Confirm>
      {isRerunning && <RerunDialog run={run} onClose={rerunning.close} />}
    </Group>
  )
}
