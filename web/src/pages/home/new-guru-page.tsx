import { Anchor, Button, Card, Center, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { useCreateGuru, useGurus } from '../../api/gurus.ts'
import { useMe } from '../../api/me.ts'
import { paths } from '../../app/paths.ts'
import { fieldErrors } from '../../components/field-errors.ts'
import { focusOnMount } from '../../components/focus-on-mount.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { texts } from '../../texts/en/index.ts'
import { slugOf } from './slug-of.ts'

/** Makes a guru. Its short name follows its name until somebody writes their own. */
export default function NewGuruPage() {
  const navigate = useNavigate()
  const create = useCreateGuru()
  const form = useForm({ initialValues: { name: '', slug: '', description: '' } })
  const submit = form.onSubmit((values) =>
    create.mutate(values, {
      onSuccess: ({ slug }) => navigate(paths.actions(slug)),
      onError: (error) => form.setErrors(fieldErrors(error)),
    }),
  )
  return (
    <Center mih="100vh" p="md">
      <title>{`${texts.home.title} - ${texts.common.product}`}</title>
      <Card component="main" withBorder maw={520} w="100%" padding="lg">
        <form onSubmit={submit}>
          <Stack>
            <WayBack />
            <Title order={1} size="h2">
              {texts.home.title}
            </Title>
            <Text c="dimmed">{texts.home.intro}</Text>
            <TextInput
              ref={focusOnMount}
              label={texts.home.name}
              placeholder={texts.home.nameExample}
              required
              {...form.getInputProps('name')}
              onChange={({ currentTarget: { value } }) => {
                if (form.values.slug === slugOf(form.values.name)) form.setFieldValue('slug', slugOf(value))
                form.setFieldValue('name', value)
              }}
            />
            <TextInput
              label={texts.home.slug}
              description={texts.home.slugHint}
              required
              {...form.getInputProps('slug')}
            />
            <Textarea
              label={texts.home.description}
              description={texts.home.descriptionHint}
              autosize
              minRows={2}
              {...form.getInputProps('description')}
            />
            <ProblemAlert error={create.error} shown={['name', 'slug', 'description']} />
            <Button type="submit" loading={create.isPending}>
              {texts.home.submit}
            </Button>
          </Stack>
        </form>
      </Card>
    </Center>
  )
}

/** To the guru that one came from, where there is one: this page stands alone. */
function WayBack() {
  const { guru } = useMe()
  const { data: gurus = [] } = useGurus()
  if (!guru && gurus.length === 0) return null
  return (
    <Anchor component={Link} to={paths.home} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {texts.home.back}
    </Anchor>
  )
}
