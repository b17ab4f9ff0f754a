import { Anchor, Image, Stack } from '@mantine/core'
import { artifactAddress, type Run } from '../../../api/runs.ts'
import { bytes } from '../../../components/bytes.ts'
import { texts } from '../../../texts/en/index.ts'

/** The files that a run left: pictures are shown, the others can be saved. */
export function Files({ run: { guru, id, artifacts } }: { run: Run }) {
  return (
    <Stack>
      {artifacts.map(({ name, content_type, size_bytes }) => {
        const address = artifactAddress(guru, id, name)
        return (
          <div key={name}>
            {content_type.startsWith('image/') && (
              <Image src={address} alt={name} fit="contain" mah={400} w="auto" maw="100%" />
            )}
            <Anchor href={address} download={name} size="sm">
              {texts.run.page.download(name, bytes(size_bytes))}
            </Anchor>
          </div>
        )
      })}
    </Stack>
  )
}
