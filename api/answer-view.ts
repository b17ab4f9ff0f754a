import type { Configuration } from '../domain/configuration.ts'
import type { AnswerRecord } from '../domain/run.ts'
import { publicBase, runLink } from './run-link.ts'
import type { TemporalClient } from './temporal/connection.ts'
import { describeWithChildren } from './temporal/read-run.ts'
import { attributeOf, recordOf } from './temporal/run-view.ts'

const ICON = '/icons/action.svg'

/** An answer as the API shows it. */
export function answerView(configuration: Configuration, slug: string, answer: AnswerRecord) {
  return {
    slug,
    session_id: answer.session_id,
    question: answer.question,
    content: answer.content,
    date_updated: new Date().toISOString(),
    actions: answer.actions,
    usage: answer.usage ?? null,
    references: answer.actions
      .filter((action) => action.run_id !== null)
      .map((action) => ({
        title: action.name,
        link: runLink(configuration, slug, action.run_id ?? ''),
        icon: `${publicBase(configuration)}${ICON}`,
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
  const executions = await describeWithChildren(temporal, workflowId)
  const runs = executions
    .filter((found) => attributeOf(found, 'action') !== undefined)
    .map((found) => ({ id: found.workflowId, record: recordOf(found) }))
  const actions = runs.map(({ id, record: { action, status, parameters } }) => ({
    id: action.id ?? '',
    name: action.name,
    run_id: id,
    status,
    parameters,
    missing: [],
  }))
  const content = contentFor(actions, executions[0]?.status.name)
  return { session_id, question, content, actions, run: runs[0]?.record ?? null }
}

function contentFor(actions: AnswerRecord['actions'], workflowStatus: string | undefined): string {
  const waiting = actions.filter(({ status }) => status === 'awaiting_approval')
  if (waiting.length > 0) {
    const names = waiting.map(({ name }) => `**${name}**`).join(' and ')
    return `${names} ${waiting.length > 1 ? 'wait' : 'waits'} for somebody to approve ${waiting.length > 1 ? 'them' : 'it'}. The answer follows in this session.`
  }
  if (workflowStatus === 'RUNNING') return 'This takes longer than usual. The answer follows in this session.'
  return 'The run was ended before it had an answer.'
}
