import type { Command } from 'commander'
import { type Client, createClient } from './client/client.ts'
import { connectionOf } from './client/connection.ts'
import { createOutput, type Output } from './terminal/output.ts'

/** What every command works with. */
export interface Context {
  client: Client
  /** Of the server, for messages. */
  url: string
  output: Output
  /** Aborted at the first Ctrl-C. */
  signal: AbortSignal
}

/** A command's own work: its options, then its arguments. */
export type Run<Options> = (context: Context, options: Options, ...args: string[]) => Promise<void>

/** Joins a command and its work. The server is looked for only when the command runs, so that `--help` needs none. */
export function carriedOut<Options>(command: Command, run: Run<Options>): Command {
  return command.action(async () => {
    const options = command.optsWithGlobals<Options & { url?: string; json?: boolean }>()
    await run(openContext(options), options, ...(command.processedArgs as string[]))
  })
}

function openContext({ url: given, json = false }: { url?: string; json?: boolean }): Context {
  const output = createOutput({ json, stdout: process.stdout, stderr: process.stderr })
  const { url, key, warnings } = connectionOf(given, process.env)
  for (const warning of warnings) output.note(`Warning: ${warning}`)
  const leaving = new AbortController()
  // The second one ends the process at once, as ever.
  process.once('SIGINT', () => leaving.abort())
  const client = createClient({
    url,
    key,
    signal: leaving.signal,
    onWait: (seconds, status) =>
      output.note(
        `${status === 429 ? 'Too many requests' : 'Errand is not available just now'}: trying again in ${seconds} s`,
      ),
  })
  return { client, url, output, signal: leaving.signal }
}
