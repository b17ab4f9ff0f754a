import { Badge, Button, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useSecrets } from '../../../api/secrets.ts'
import { type Template, useTemplates } from '../../../api/templates.ts'
import { Loading } from '../../../app/loading.tsx'
import { paths } from '../../../app/paths.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'

/** Ready-made actions, each with what it needs. */
export function TemplateGallery() {
  const guru = useGuru()
  const { data: templates, error, refetch } = useTemplates()
  const { data: secrets = [] } = useSecrets(guru)
  const existing = new Set(secrets.map(({ name }) => name))
  if (error) return <ProblemAlert error={error} retry={refetch} />
  if (!templates) return <Loading />
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
      {templates.map((template) => (
        <TemplateCard key={template.slug} template={template} existing={existing} />
      ))}
    </SimpleGrid>
  )
}

function TemplateCard({ template, existing }: { template: Template; existing: ReadonlySet<string> }) {
  const guru = useGuru()
  const words = texts.imports.template
  const { slug, title, summary, service, category } = template
  return (
    <Card withBorder component="article" aria-label={title}>
      <Stack h="100%" justify="space-between">
        <Stack gap="xs">
          <Group justify="space-between" gap="xs">
            <Text fw={600}>{title}</Text>
            <Badge variant="default" tt="none" fw={500}>
              {words.category[category]}
            </Badge>
          </Group>
          <Text size="sm">{summary}</Text>
          <Text size="sm" c="dimmed">
            {service}
          </Text>
          <Needs secrets={template.secrets} existing={existing} />
        </Stack>
        <Button
          component={Link}
          to={paths.start(guru, slug)}
          variant="light"
          fullWidth
          aria-label={words.useOf(title)}
        >
          {words.use}
        </Button>
      </Stack>
    </Card>
  )
}

function Needs({ secrets, existing }: { secrets: Template['secrets']; existing: ReadonlySet<string> }) {
  const words = texts.imports.template
  if (secrets.length === 0) return <Text size="sm">{words.needsNothing}</Text>
  return (
    <Text size="xs" c="dimmed" className="any-break">
      {words.needs}:{' '}
      {secrets.map(({ name, required }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          {name}
          {existing.has(name) && (
            <IconCheck size={12} role="img" aria-label={words.isThere} className="in-text" />
          )}
          {!required && !existing.has(name) && ` (${words.optional})`}
        </span>
      ))}
    </Text>
  )
}
