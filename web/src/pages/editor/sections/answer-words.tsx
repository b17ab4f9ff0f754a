import { Textarea } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { Section } from './section.tsx'

const t = texts.editor

/** How the answer is to be worded. */
export function AnswerWords() {
  const form = useActionFormContext()
  return (
    <Section title={t.sections.answer}>
      <Textarea
        label={t.usage}
        description={t.usageHint}
        placeholder={t.usageExample}
        autosize
        minRows={2}
        {...form.getInputProps('usage_instructions')}
      />
    </Section>
  )
}
