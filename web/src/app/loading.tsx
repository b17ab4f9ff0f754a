import { Center, Loader } from '@mantine/core'
import { texts } from '../texts/en/index.ts'

/** Where a page's code or data is on its way. */
export function Loading() {
  return (
    <Center mih="40vh" role="status">
      <Loader role="img" aria-label={texts.common.loading} />
    </Center>
  )
}
