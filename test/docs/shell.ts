import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
/** Ends a block's output; nothing that Errand prints has it. */
const MARK = '\u001e'
/** Lists of runs may lag behind by a second, which no reader is fast enough to see. */
const LAG = 'sleep 1\n'

/**
 * Runs shell blocks one after the other in one bash, as a reader would paste them into one terminal, and answers
 * what each printed. curl fails on an error status, and a block that fails ends it all.
 */
export async function runBlocks(blocks: string[]): Promise<string[]> {
  const preamble =
    'set -eu -o pipefail; shopt -s inherit_errexit\ncurl() { command curl --fail-with-body --show-error --noproxy \'*\' "$@"; }\n'
  const script = blocks
    .map((block) => `${/\/runs\?/.test(block) ? LAG : ''}${block}\nprintf '${MARK}'\n`)
    .join('')
  const child = spawn('bash', ['-c', preamble + script], {
    cwd: CHECKOUT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk
  })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const outputs = output.split(MARK)
  const last = outputs.pop() ?? ''
  if (code !== 0)
    throw new Error(
      `This block failed with ${code}:\n${blocks[outputs.length] ?? ''}\nIt printed:\n${last}\n${errors}`,
    )
  return outputs
}
