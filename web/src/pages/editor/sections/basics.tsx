import { Switch, Textarea, TextInput } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { LiveAdvice } from './live-advice.tsx'
import { Section } from './section.tsx'

const t = texts.editor

interface BasicsProps {
  advice: string[]
}

/** What the action is called, and when it is meant. */
export function Basics({ advice }: BasicsProps) {
  const form = useActionFormContext()
  return (
    <Section
      title={t.sections.basics}
      aside={<Switch label={t.enabled} {...form.getInputProps('enabled', { type: 'checkbox' })} />}
    >
      <TextInput label={t.name} placeholder={t.nameExample} required {...form.getInputProps('name')} />
      <Textarea
        label={t.trigger}
        description={t.triggerHint}
        placeholder={t.triggerExample}
        required
        autosize
        minRows={2}
        {...form.getInputProps('trigger')}
      />
      <div>
        <Textarea
          label={t.description}
          description={t.descriptionHint}
          autosize
          minRows={2}
          {...form.getInputProps('description')}
        />
        <LiveAdvice advice={advice} />
      </div>
    </Section>
  )
}
