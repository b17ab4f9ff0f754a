import { Alert, List } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { texts } from '../../../texts/en/index.ts'

/** What would make an action be understood better, beside the texts that it is about. It holds nobody up. */
export function LiveAdvice({ advice }: { advice: string[] }) {
  return (
    // There before it has anything to say: what comes into it is read aloud.
    <div role="status">
      {advice.length > 0 && (
        <Alert mt="md" color="yellow" icon={<IconBulb aria-hidden />} title={texts.editor.liveAdvice}>
          <List size="sm" spacing={4}>
            {advice.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </div>
  )
}
