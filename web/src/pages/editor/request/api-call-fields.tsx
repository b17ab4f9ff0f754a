import { Box, Group, NativeSelect } from '@mantine/core'
import { bodyKind } from '../../../../../domain/template-body.ts'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { useKnownNames } from '../snippets/use-known-names.ts'
import { Headers } from './headers.tsx'
import { InsertableCode } from './insertable-code.tsx'

const t = texts.editor.request
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

/** The request of an API Call. */
export function ApiCallFields() {
  const form = useActionFormContext()
  const { all } = useKnownNames()
  const { url, headers, body } = form.values.api_call
  const kind = bodyKind({
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    body,
  })
  return (
    <>
      <Group align="flex-start" gap="sm">
        <NativeSelect label={t.method} data={METHODS} w={110} {...form.getInputProps('api_call.method')} />
        <Box flex="1 1 16rem" miw={0}>
          <InsertableCode
            first
            label={t.url}
            required
            singleLine
            value={url}
            onChange={(value) => form.setFieldValue('api_call.url', value)}
            language="template"
            known={all}
            error={form.errors['api_call.url']}
          />
        </Box>
      </Group>
      <Headers known={all} />
      <InsertableCode
        label={t.body}
        description={t.bodyHint}
        value={body ?? ''}
        onChange={(value) => form.setFieldValue('api_call.body', value || null)}
        language={kind === 'json' ? 'json' : 'template'}
        known={all}
        error={form.errors['api_call.body']}
        minHeight={96}
      />
    </>
  )
}
