import { Client, Connection } from '@temporalio/client'
import type { NativeConnectionOptions } from '@temporalio/worker'
import { SEARCH_ATTRIBUTES } from '../domain/workflow-contract.ts'

/** Temporal's enum of search attribute types: Keyword. */
const KEYWORD = 2
/** A new attribute takes a moment until every part of the server knows it. */
const PROPAGATION_TRIES = 50

/**
 * Makes sure that the namespace has Errand's search attributes.
 * @throws {Error} with the exact command for an operator, where the server does not let us add them
 */
export async function prepareNamespace(options: NativeConnectionOptions, namespace: string): Promise<void> {
  const connection = await Connection.connect(options as never)
  try {
    const client = new Client({ connection, namespace })
    const missing = await missingAttributes(client, namespace)
    if (missing.length === 0) return
    await add(client, namespace, missing)
    for (let attempt = 0; attempt < PROPAGATION_TRIES; attempt++) {
      if ((await missingAttributes(client, namespace)).length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  } finally {
    await connection.close()
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
    const command = `temporal operator search-attribute create --namespace ${namespace} ${names.map((name) => `--name ${name} --type Keyword`).join(' ')}`
    throw new Error(
      `Temporal's namespace '${namespace}' lacks search attributes that Errand needs. Run: ${command}`,
      {
        cause: error,
      },
    )
  }
}
