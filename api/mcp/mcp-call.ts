import type { GuruDocument } from '../../storage/models.ts'
import type { Identity } from '../auth.ts'
import type { ApiDependencies } from '../dependencies.ts'

/** One HTTP request of an MCP client. */
export interface McpCall {
  deps: ApiDependencies
  guru: GuruDocument
  identity: Identity
  /**
   * `modern` from the protocol revision 2026-07-28 on, whose clients cancel a request by closing its connection;
   * `legacy` before, where a connection may break and the request goes on.
   */
  era: 'modern' | 'legacy'
  /** What a client of the legacy era got as it began. */
  sessionId: string | null
  /** Told which workflow the request has begun. */
  onWorkflow(workflowId: string): void
}

/** Whether whoever calls may read the guru's runs, and what is said only to those who manage it. */
export const mayManage = ({ identity }: McpCall): boolean => identity.role !== 'chat'
