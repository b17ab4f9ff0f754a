import { Button, Fieldset, Group, PasswordInput, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useNavigate } from 'react-router'
import type { Secret } from '../../../api/secrets.ts'
import type { Template } from '../../../api/templates.ts'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'
import { type SecretsForm, useSecretsForm } from './use-secrets-form.ts'

interface SecretsStepProps {
  template: Template
  secrets: Secret[]
  next: () => void
}

/** Asks for what a template needs to reach its service. */
export function SecretsStep({ template, secrets, next }: SecretsStepProps) {
  const guru = useGuru()
  const navigate = useNavigate()
  const form = useSecretsForm(template.secrets, secrets)
  const words = texts.start.secrets
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await form.save()) next()
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack mt="md">
        <Text>{template.secrets.length > 0 ? words.intro(template.service) : words.none}</Text>
        {template.secrets.map((needed) => (
          <SecretFields
            key={needed.name}
            needed={needed}
            isSet={secrets.some(({ name }) => name === needed.name)}
            form={form}
          />
        ))}
        <ProblemAlert error={form.error} />
        <Group justify="space-between">
          <Button
            variant="subtle"
            onClick={() => void navigate(paths.newAction(guru), { state: { draft: template.action } })}
          >
            {texts.start.editInstead}
          </Button>
          <Button type="submit" loading={form.isPending}>
            {template.secrets.length > 0 ? words.save : texts.start.next}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface SecretFieldsProps {
  needed: Template['secrets'][number]
  isSet: boolean
  form: SecretsForm
}

function SecretFields({ needed, isSet, form }: SecretFieldsProps) {
  const { name, description, example, mask, required, allowed_hosts } = needed
  const words = texts.start.secrets
  const Field = mask ? PasswordInput : TextInput
  const hints = [description, isSet && words.set, !required && `${words.optional}.`]
  return (
    <Fieldset>
      <Stack gap="sm">
        <Field
          label={name}
          description={hints.filter(Boolean).join(' ')}
          placeholder={example && words.example(example)}
          required={required && !isSet}
          autoComplete="off"
          value={form.values[name] ?? ''}
          onChange={({ currentTarget: { value } }) => form.setValue(name, value)}
          error={form.errors[name]}
        />
        {allowed_hosts.length > 0 && (!isSet || form.values[name]) && (
          <TagsInput
            label={words.hosts(name)}
            description={words.hostsHint}
            value={form.hosts[name] ?? []}
            onChange={(hosts) => form.setHosts(name, hosts)}
            error={form.errors[`${name}.hosts`]}
            acceptValueOnBlur
          />
        )}
      </Stack>
    </Fieldset>
  )
}
