import { duration } from '../../../components/time.tsx'
import { useNow } from '../../../components/use-now.ts'
import { texts } from '../../../texts/en/index.ts'

/** How long something has been under way. */
export function Elapsed({ since }: { since: string }) {
  const now = useNow(1_000)
  // The clocks of browser and server may differ.
  return texts.runs.table.soFar(duration(Math.max(0, now - Date.parse(since))))
}
