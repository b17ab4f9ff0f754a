import { Button, Group, Stack, Text } from '@mantine/core'
import { IconLock, IconPlus, IconVariable } from '@tabler/icons-react'
import { PARAMETER_NAME } from '../../../../../domain/parameter-name.ts'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { placeholdersIn, requestTexts } from '../form/named-secrets.ts'
import { newParameter } from '../form/values.ts'
import { useInsertTarget } from './insert-target.ts'
import { useKnownNames } from './use-known-names.ts'

const t = texts.editor.snippets

/** The parameters and secrets that there are, to be inserted where the cursor was last. */
export function SnippetBar() {
  const target = useInsertTarget()
  const { values } = useActionFormContext()
  const { parameters, secrets } = useKnownNames()
  const insert = (name: string) =>
    target.current?.(values.type === 'python' ? `os.environ["${name}"]` : `{${name}}`)
  return (
    <Stack gap="xs" className="snippets" role="group" aria-label={t.title}>
      <Text size="sm" c="dimmed">
        {parameters.length + secrets.length > 0 ? `${t.title}: ${t.hint}` : t.none}
      </Text>
      <Group gap="xs">
        {parameters.map((name) => (
          <Chip key={name} name={name} label={t.parameter(name)} Icon={IconVariable} onClick={insert} />
        ))}
        {secrets.map((name) => (
          <Chip key={name} name={name} label={t.secret(name)} Icon={IconLock} onClick={insert} />
        ))}
      </Group>
      {values.type === 'api_call' && <Unknown />}
    </Stack>
  )
}

interface ChipProps {
  name: string
  label: string
  Icon: typeof IconLock
  onClick: (name: string) => void
}

function Chip({ name, label, Icon, onClick }: ChipProps) {
  return (
    <Button
      size="compact-sm"
      radius="xl"
      variant="default"
      ff="monospace"
      fw={400}
      leftSection={<Icon size={14} aria-hidden />}
      aria-label={label}
      title={label}
      onClick={() => onClick(name)}
    >
      {name}
    </Button>
  )
}

/** What placeholders name that is not there yet, with what can be made of it. */
function Unknown() {
  const form = useActionFormContext()
  const { all } = useKnownNames()
  const unknown = [...new Set(requestTexts(form.values).flatMap(placeholdersIn))].filter(
    (name) => !all.includes(name),
  )
  if (unknown.length === 0) return null
  return (
    <Stack gap={4}>
      <Text size="sm">{t.unknown}</Text>
      {unknown.map((name) => (
        <Group key={name} gap="xs">
          {PARAMETER_NAME.test(name) && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => form.insertListItem('parameters', newParameter(name))}
            >
              {t.makeParameter(name)}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconLock size={14} aria-hidden />}
            onClick={() => form.setFieldValue('secrets', [...form.values.secrets, name])}
          >
            {t.declareSecret(name)}
          </Button>
        </Group>
      ))}
    </Stack>
  )
}
