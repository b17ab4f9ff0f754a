import { Anchor, Card, Group, Image, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconDownload, IconFile } from '@tabler/icons-react'
import { useState } from 'react'
import { isPicture } from '../../../../domain/content-type.ts'
import { artifactAddress, type Run } from '../../api/runs.ts'
import { texts } from '../../texts/en/index.ts'
import { bytes } from '../bytes.ts'
import classes from './artifacts.module.css'

type Artifact = Run['artifacts'][number]

/** The files that a run left: pictures to look at, all of them to save. */
export function Artifacts({ guru, run, artifacts }: { guru: string; run: string; artifacts: Artifact[] }) {
  const words = texts.runOutput.artifacts
  return (
    <Stack gap={6}>
      <Text fw={600} size="sm">
        {words.title}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} component="ul" className={classes.list} aria-label={words.title}>
        {artifacts.map((artifact) => (
          <li key={artifact.name}>
            <ArtifactCard address={artifactAddress(guru, run, artifact.name)} artifact={artifact} />
          </li>
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function ArtifactCard({ address, artifact }: { address: string; artifact: Artifact }) {
  const words = texts.runOutput.artifacts
  const { name, content_type, size_bytes } = artifact
  return (
    <Card withBorder padding="sm" h="100%">
      {isPicture(content_type) && (
        <Card.Section withBorder mb="sm">
          <Picture address={address} name={name} />
        </Card.Section>
      )}
      <Group wrap="nowrap" justify="space-between">
        <Group gap="xs" wrap="nowrap" miw={0}>
          <IconFile size={18} aria-hidden />
          <Stack gap={0} miw={0}>
            <Text size="sm" truncate title={name}>
              {name}
            </Text>
            <Text size="xs" c="dimmed">
              {bytes(size_bytes)}
            </Text>
          </Stack>
        </Group>
        <Anchor href={address} download={name} aria-label={words.save(name)} title={words.save(name)}>
          <IconDownload size={20} aria-hidden />
        </Anchor>
      </Group>
    </Card>
  )
}

/** An SVG too does nothing but be seen: scripts in pictures do not run, and nothing is loaded from elsewhere. */
function Picture({ address, name }: { address: string; name: string }) {
  const words = texts.runOutput.artifacts
  const [failed, setFailed] = useState(false)
  if (failed)
    return (
      <Text size="sm" c="dimmed" p="md">
        {words.notShown}
      </Text>
    )
  return (
    <Image
      src={address}
      alt={words.picture(name)}
      fit="contain"
      mah={320}
      className={classes.picture}
      onError={() => setFailed(true)}
    />
  )
}
