import { Client, Connection, type ConnectionOptions } from '@temporalio/client'
import { SEARCH_ATTRIBUTES } from '../domain/workflow-contract.ts'

/** Temporal's enum of search attribute types: Keyword. */
const KEYWORD = 2
/** A new attribute takes a moment until every part of the server knows it. */
const PROPAGATION_TRIES = 50
const DAY_SECONDS = 86_400

export interface NamespaceNeeds {
  namespace: string
  /** How long the history of ended runs is to stay. */
  retentionDays: number
  /** Told what an operator should change, where it may wait. */
  warn: (message: string) => void
}

/**
 * Makes sure that the namespace has Errand's search attributes, and looks whether it keeps history as long as it should.
 * @throws {Error} with the exact command for an operator, where search attributes are missing and the server
 * does not let us add them
 */
export async function prepareNamespace(options: ConnectionOptions, needs: NamespaceNeeds): Promise<void> {
  const connection = await Connection.connect(options)
  try {
    const client = new Client({ connection, namespace: needs.namespace })
    await ensureAttributes(client, needs.namespace)
    await checkRetention(client, needs)
  } finally {
    await connection.close()
  }
}

async function ensureAttributes(client: Client, namespace: string): Promise<void> {
  const missing = await missingAttributes(client, namespace)
  if (missing.length === 0) return
  await add(client, namespace, missing)
  for (let attempt = 0; attempt < PROPAGATION_TRIES; attempt++) {
    if ((await missingAttributes(client, namespace)).length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function missingAttributes(client: Client, namespace: string): Promise<string[]> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace })
  return Object.values(SEARCH_ATTRIBUTES).filter((name) => customAttributes?.[name] === undefined)
}

async function add(client: Client, namespace: string, names: string[]): Promise<void> {
  try {
    await client.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(names.map((name) => [name, KEYWORD])),
    })
  } catch (error) {
    // Another worker may have been first.
    if ((await missingAttributes(client, namespace)).length === 0) return
    const attributes = names.map((name) => `--name ${name} --type Keyword`).join(' ')
    throw new Error(
      `Temporal's namespace '${namespace}' lacks search attributes that Errand needs. Run: temporal operator search-attribute create --namespace ${namespace} ${attributes}`,
      { cause: error },
    )
  }
}

/** The namespace is the operator's: a history that goes too early is said, not changed. */
async function checkRetention(
  client: Client,
  { namespace, retentionDays, warn }: NamespaceNeeds,
): Promise<void> {
  const { config } = await client.workflowService.describeNamespace({ namespace })
  const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / DAY_SECONDS
  if (days < retentionDays)
    warn(
      `Temporal's namespace '${namespace}' keeps its history for ${days} days only. Run: temporal operator namespace update --namespace ${namespace} --retention ${retentionDays}d`,
    )
}
