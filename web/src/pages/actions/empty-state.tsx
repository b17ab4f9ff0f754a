import { Card, Group, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconListSearch, IconMessageQuestion, IconSparkles } from '@tabler/icons-react'
import { texts } from '../../texts/en/index.ts'
import { TemplateGallery } from './import/template-gallery.tsx'
import { NewActionButton } from './new-action-button.tsx'

const ICONS = [IconMessageQuestion, IconListSearch, IconSparkles]

/** Instead of an empty list: what actions are, and the ways to a first one. */
export function EmptyState() {
  const { title, intro, steps, pick, pickIntro, own, ownIntro } = texts.actions.empty
  return (
    <Stack gap="xl">
      <Card withBorder padding="xl">
        <Stack>
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text maw={720}>{intro}</Text>
          <SimpleGrid component="ol" cols={{ base: 1, sm: 3 }} p={0} m={0} mt="sm" className="plain-list">
            {steps.map((step, index) => (
              <Group component="li" key={step.title} align="flex-start" wrap="nowrap">
                <StepIcon index={index} />
                <div>
                  <Text fw={600}>{step.title}</Text>
                  <Text size="sm" c="dimmed">
                    {step.text}
                  </Text>
                </div>
              </Group>
            ))}
          </SimpleGrid>
        </Stack>
      </Card>
      <Stack>
        <div>
          <Title order={2} size="h3">
            {pick}
          </Title>
          <Text c="dimmed">{pickIntro}</Text>
        </div>
        <TemplateGallery />
      </Stack>
      <Group justify="space-between">
        <div>
          <Title order={2} size="h3">
            {own}
          </Title>
          <Text c="dimmed">{ownIntro}</Text>
        </div>
        <NewActionButton />
      </Group>
    </Stack>
  )
}

function StepIcon({ index }: { index: number }) {
  const Icon = ICONS[index] ?? IconSparkles
  return (
    <ThemeIcon variant="light" size="lg" radius="xl" aria-hidden>
      <Icon size={20} />
    </ThemeIcon>
  )
}
