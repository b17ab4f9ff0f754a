import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ExecutionContext } from 'ava'
import { makeCertificates } from './certificates.ts'

const run = promisify(execFile)

export interface GitServer {
  port: number
  ca: string
  /** The commit that a clone must end at. */
  head: string
}

/** Serves one repository with these files by git's own smart HTTP backend, behind TLS, on loopback. */
export async function startGitServer(
  t: ExecutionContext,
  name: string,
  files: Record<string, string>,
): Promise<GitServer> {
  const { stdout: execPath } = await run('git', ['--exec-path'])
  const backend = join(execPath.trim(), 'git-http-backend')
  await access(backend).catch(() => {
    throw new Error(`${backend} is missing: install git with its HTTP backend (Debian: apt-get install git)`)
  })
  const root = await mkdtemp(join(tmpdir(), 'errand-git-'))
  t.teardown(() => rm(root, { recursive: true, force: true }))
  const head = await makeRepository(join(root, 'repo'), files)
  const { ca, cert, key } = makeCertificates([name])
  const server = https.createServer({ cert, key }, (request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const cgi = spawn(backend, {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: path,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        HTTP_GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        REMOTE_ADDR: '127.0.0.1',
      },
    })
    request.pipe(cgi.stdin.on('error', () => {}))
    const chunks: Buffer[] = []
    cgi.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    cgi.on('close', () => answer(Buffer.concat(chunks), response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, ca, head }
}

/** Turns what a CGI program has printed into a response. */
function answer(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n')
  let status = 200
  for (const line of output.subarray(0, end).toString('latin1').split('\r\n')) {
    const [, header = '', value = ''] = /^([^:]+): *(.*)$/.exec(line) ?? []
    if (header.toLowerCase() === 'status') status = Number.parseInt(value, 10)
    else if (header) response.setHeader(header, value)
  }
  response.writeHead(status).end(output.subarray(end + 4))
}

async function makeRepository(folder: string, files: Record<string, string>): Promise<string> {
  await mkdir(folder)
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: folder })
  await git('init', '--quiet', '--initial-branch=main')
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), content)
    await git('add', path)
    await git('commit', '--quiet', '--message', `Add ${path}`)
  }
  return (await git('rev-parse', 'HEAD')).stdout.trim()
}
