import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface SentRequest {
  method: string
  /** Path and query, as they came. */
  target: string
  headers: IncomingHttpHeaders
  body: string
}

const run = promisify(execFile)

/** Where the real curl is. Tests compare with what it does, so they need it. */
async function curlPath(): Promise<string> {
  try {
    return (await run('bash', ['-c', 'command -v curl'])).stdout.trim()
  } catch {
    throw new Error('This test needs curl and bash: apt-get install curl')
  }
}

/**
 * Runs a shell's command line with the real curl, whose every connection leads to a server on loopback that answers
 * with `{}`, and returns the first request that arrives.
 */
export async function sentByCurl(line: string, env: Record<string, string>): Promise<SentRequest> {
  const sent: SentRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      sent.push({
        method: request.method ?? '',
        target: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      response.end('{}')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const folder = await mkdtemp(join(tmpdir(), 'errand-curl-'))
  try {
    const { port } = server.address() as AddressInfo
    const shim = `#!/bin/bash
words=()
for word in "$@"; do words+=("\${word/#https:\\/\\//http://}"); done
exec ${await curlPath()} -q --noproxy '*' --connect-to ::127.0.0.1:${port} "\${words[@]}"
`
    await writeFile(join(folder, 'curl'), shim)
    // What a response is piped into is of no interest.
    await writeFile(join(folder, 'jq'), '#!/bin/bash\ncat > /dev/null\n')
    for (const name of ['curl', 'jq']) await chmod(join(folder, name), 0o755)
    const running = run('bash', ['-c', line], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}`, LC_ALL: 'C.UTF-8', ...env },
      timeout: 60_000,
    })
    running.child.stdin?.end()
    await running
    const [first] = sent
    if (!first) throw new Error('curl sent nothing')
    return first
  } finally {
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}
