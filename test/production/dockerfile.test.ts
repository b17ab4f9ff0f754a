/*
 * The Dockerfile and what goes into its context, read without an engine. That it builds and serves is in
 * soak/production-image.test.ts.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { DockerfileParser } from 'dockerfile-ast'

const CHECKOUT = join(import.meta.dirname, '..', '..')
const instructions = DockerfileParser.parse(readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8'))
  .getInstructions()
  .map((instruction) => ({
    keyword: instruction.getKeyword(),
    text: instruction
      .getArguments()
      .map((argument) => argument.getValue())
      .join(' '),
  }))
const stages = instructions.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []))
const final = instructions.slice(stages.at(-1))

test('has three stages on one base, of which the last one installs nothing', (t) => {
  t.is(stages.length, 3)
  for (const index of stages)
    t.regex(instructions[index]?.text ?? '', /^\$\{NODE_IMAGE\}( AS (build|dashboard))?$/)
  const commands = final.filter(({ keyword }) => keyword === 'RUN').map(({ text }) => text)
  t.notRegex(commands.join('\n'), /npm (ci|install)|apt-get|curl|wget/)
})

test('installs what the lock file says, without development packages or scripts of packages', (t) => {
  const commands = instructions.filter(({ keyword }) => keyword === 'RUN').map(({ text }) => text)
  const [install] = commands.filter((command) => command.includes('npm'))
  t.regex(install ?? '', /^npm ci --omit=dev --ignore-scripts/)
  // Of the stage that builds the dashboard, nothing else gets any further.
  const copied = final.filter(({ keyword }) => keyword === 'COPY').map(({ text }) => text)
  t.deepEqual(copied, ['/opt/errand /opt/errand', '/opt/errand/dashboard /opt/errand/dashboard'])
})

test('runs as a numbered user who owns nothing of the program', (t) => {
  const user = final.filter(({ keyword }) => keyword === 'USER').at(-1)?.text
  t.regex(user ?? '', /^[1-9]\d*:[1-9]\d*$/)
  const copy = final.find(({ keyword }) => keyword === 'COPY')?.text ?? ''
  t.notRegex(copy, /--chown/)
  t.is(final.at(-1)?.keyword, 'CMD')
})

test('checks its health with Node alone', (t) => {
  const check = final.find(({ keyword }) => keyword === 'HEALTHCHECK')?.text ?? ''
  t.regex(check, /"node", ?"stack\/production\/healthcheck\.ts"/)
})

test('needs no mount, secret or feature that an older engine lacks', (t) => {
  const commands = instructions.map(({ keyword, text }) => `${keyword} ${text}`).join('\n')
  t.notRegex(commands, /--mount|--link|--chmod|<<\w+/)
})

test('takes into its context what is named, and no data, key or environment file', (t) => {
  const lines = readFileSync(join(CHECKOUT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
  t.is(lines[0], '*')
  const letIn = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  t.false(letIn.some((name) => /^(\.errand|\.env|\.git|test|node_modules)$/.test(name)))
  // Hidden files stay out wherever they are; only this one is let in again.
  t.deepEqual(
    letIn.filter((name) => name.startsWith('.')),
    ['.npmrc'],
  )
  t.true(lines.indexOf('**/.*') < lines.indexOf('!.npmrc'))
})

test('lets every folder in that API and workers are made of', (t) => {
  const ignore = readFileSync(join(CHECKOUT, '.dockerignore'), 'utf8')
  const { mayImport } = readFences()
  for (const folder of mayImport) t.regex(ignore, new RegExp(`^!${folder}$`, 'm'), folder)
})

test('builds the dashboard from what its stage copies', async (t) => {
  const ignore = readFileSync(join(CHECKOUT, '.dockerignore'), 'utf8').split('\n')
  const [, from = 0, to = 0] = stages
  const copied = instructions
    .slice(from, to)
    .filter(({ keyword }) => keyword === 'COPY')
    .flatMap(({ text }) => text.split(' ').slice(0, -1))
  t.true(copied.includes('web'))
  const folder = mkdtempSync(join(tmpdir(), 'errand-stage-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  for (const name of copied) {
    t.true(ignore.includes(`!${name}`), `${name} is not let in`)
    cpSync(join(CHECKOUT, name), join(folder, name), { recursive: true })
  }
  symlinkSync(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'))
  const built = join(folder, 'dashboard')
  await promisify(execFile)(process.execPath, ['stack/dashboard/make.ts', built], { cwd: folder })
  t.regex(readFileSync(join(built, 'index.html'), 'utf8'), /src="\/assets\//)
})

/** The folders of ours that the import fences know. */
function readFences(): { mayImport: string[] } {
  const text = readFileSync(join(CHECKOUT, '.dependency-cruiser.cjs'), 'utf8')
  const [, block = ''] = /const mayImport = \{\n(.*?)\n\}/s.exec(text) ?? []
  const present = readdirSync(CHECKOUT)
  const named = [...block.matchAll(/^ {2}(\w+): \[/gm)].map(([, name]) => name ?? '')
  return { mayImport: named.filter((name) => present.includes(name)) }
}
