import { Anchor, SegmentedControl, Stack, TagsInput, Text } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { declaredSecrets } from '../form/named-secrets.ts'
import type { ActionValues } from '../form/values.ts'
import { ApiCallFields } from '../request/api-call-fields.tsx'
import { PythonFields } from '../request/python-fields.tsx'
import { SnippetBar } from '../snippets/snippet-bar.tsx'
import { useKnownNames } from '../snippets/use-known-names.ts'
import { Section } from './section.tsx'

const t = texts.editor

/** What the action does: a request or code, and the secrets for it. */
export function Execution({ problem }: { problem: unknown }) {
  const form = useActionFormContext()
  const { type } = form.values
  return (
    <Section title={t.sections.execution}>
      <Stack gap={4}>
        <SegmentedControl
          aria-label={t.type.label}
          w="fit-content"
          data={[
            { value: 'api_call', label: t.type.api_call },
            { value: 'python', label: t.type.python },
          ]}
          value={type}
          onChange={(value) => form.setFieldValue('type', value as ActionValues['type'])}
        />
        <Text size="sm" c="dimmed">
          {t.type.about[type]}
        </Text>
      </Stack>
      {type === 'api_call' ? <ApiCallFields /> : <PythonFields problem={problem} />}
      <SnippetBar />
      <Secrets />
    </Section>
  )
}

function Secrets() {
  const form = useActionFormContext()
  const guru = useGuru()
  const { stored } = useKnownNames()
  const declared = declaredSecrets(form.values)
  const missing = stored ? declared.filter((name) => !stored.includes(name)) : []
  return (
    <Stack gap={4}>
      <TagsInput
        label={t.secrets.label}
        description={t.secrets.hint}
        placeholder={t.secrets.placeholder}
        data={stored ?? []}
        acceptValueOnBlur
        {...form.getInputProps('secrets')}
        value={declared}
      />
      {missing.length > 0 && (
        <Text size="sm">
          {t.secrets.missing(missing)}{' '}
          <Anchor component={Link} to={paths.secrets(guru)} underline="always" inherit>
            {t.secrets.toSecrets}
          </Anchor>
        </Text>
      )}
    </Stack>
  )
}
