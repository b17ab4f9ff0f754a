import type { Configuration } from '../domain/configuration.ts'
import type { AnswerRecord, RunRecord } from '../domain/run.ts'
import type { TemporalClient } from './temporal/connection.ts'
import { describe } from './temporal/read-run.ts'
import { attributeOf, recordOf } from './temporal/run-view.ts'

const ICON = '/icons/action.svg'

/** An answer as the API shows it. */
export function answerView(configuration: Configuration, slug: string, answer: AnswerRecord) {
  const base = configuration.ERRAND_PUBLIC_URL?.replace(/\/+$/, '') ?? ''
  return {
    slug,
    session_id: answer.session_id,
    question: answer.question,
    content: answer.content,
    date_updated: new Date().toISOString(),
    actions: answer.actions,
    references: answer.actions
      .filter((action) => action.run_id !== null)
      .map((action) => ({
        title: action.name,
        link: `${base}/api/v1/${slug}/runs/${encodeURIComponent(action.run_id ?? '')}`,
        icon: `${base}${ICON}`,
      })),
  }
}

/** What can be said of an answer that isn't there: it waits, takes long, or was ended by hand. */
export async function unfinishedAnswer(
  temporal: TemporalClient,
  workflowId: string,
  session_id: string,
  question: string,
): Promise<AnswerRecord> {
  const execution = await describe(temporal, workflowId)
  const run = execution && attributeOf(execution, 'action') !== undefined ? recordOf(execution) : null
  const actions = run
    ? [
        {
          id: run.action.id ?? '',
          name: run.action.name,
          run_id: workflowId,
          status: run.status,
          parameters: run.parameters,
          missing: [],
        },
      ]
    : []
  return { session_id, question, content: contentFor(run, execution?.status.name), actions, run }
}

function contentFor(run: RunRecord | null, workflowStatus: string | undefined): string {
  if (run?.status === 'awaiting_approval')
    return `**${run.action.name}** waits for somebody to approve it. The answer follows in this session.`
  if (workflowStatus === 'RUNNING') return 'This takes longer than usual. The answer follows in this session.'
  return 'The run was ended before it had an answer.'
}
