import type { Configuration } from '../../domain/configuration.ts'
import { runLink } from '../run-link.ts'
import type { Followed } from './follow-chat.ts'

/**
 * What a front end shows of an answer. It can't come back for an answer that follows later, as sessions can: it is told
 * where that will be found.
 */
export function chatText(
  configuration: Pick<Configuration, 'ERRAND_PUBLIC_URL'>,
  slug: string,
  { answer, finished }: Followed,
): string {
  if (finished) return answer.content
  const runs = answer.actions.filter(({ run_id }) => run_id !== null)
  const waits = runs.some(({ status }) => status === 'awaiting_approval')
  const links = runs.map(({ name, run_id }) => `- [${name}](${runLink(configuration, slug, run_id ?? '')})`)
  const first = waits
    ? 'This waits for somebody to approve it; until then nothing of it is done. Asking again would ask for another one.'
    : 'This takes longer than usual, and goes on by itself. Asking again would begin it once more.'
  return [first, links.length > 0 && `Whoever manages this finds it here:\n\n${links.join('\n')}`]
    .filter(Boolean)
    .join('\n\n')
}
