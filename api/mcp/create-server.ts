import { Server } from '@modelcontextprotocol/server'
import { callTool } from './call-tool.ts'
import { listTools } from './list-tools.ts'
import { type McpCall, mayManage } from './mcp-call.ts'
import { readResource, resourceTemplates } from './run-resources.ts'

const VERSION = '1'

/**
 * The MCP server for one request. Tools are read when they are asked for, so a list is never older than its request.
 * That they have changed can be told in the modern era only: before, that took a connection to one process.
 */
export function createMcpServer(call: McpCall): Server {
  const { guru, deps } = call
  const readsRuns = mayManage(call)
  const server = new Server(
    { name: 'errand', title: guru.name, version: VERSION },
    {
      capabilities: {
        tools: { listChanged: call.era === 'modern' },
        ...(readsRuns && { resources: {} }),
      },
      instructions: instructionsOf(call),
    },
  )
  server.setRequestHandler('tools/list', async ({ params }) =>
    listTools((await deps.catalogue.of(guru)).actions, params?.cursor),
  )
  server.setRequestHandler('tools/call', ({ params }, context) => callTool(call, params, context))
  if (readsRuns) {
    server.setRequestHandler('resources/list', () => ({ resources: [] }))
    server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates }))
    server.setRequestHandler('resources/read', ({ params }) => readResource(call, params.uri))
  }
  return server
}

/** The guru's own instructions are for its model; here that is the client's, where the key may read them at all. */
function instructionsOf(call: McpCall): string {
  const { name, description, instructions } = call.guru
  return [description || `Actions of ${name}.`, mayManage(call) && instructions].filter(Boolean).join('\n\n')
}
