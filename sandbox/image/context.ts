import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pack } from 'tar-stream'

const FOLDER = import.meta.dirname

/** Everything that the image is made of, as path → content; paths are relative to this folder. */
export function imageInputs(): Map<string, string> {
  const harness = readdirSync(join(FOLDER, 'harness')).filter((name) => name.endsWith('.py'))
  const paths = [
    'Dockerfile',
    'constraints.txt',
    'packages.txt',
    'requirements.txt',
    ...harness.sort().map((name) => `harness/${name}`),
  ]
  return new Map(paths.map((path) => [path, readFileSync(join(FOLDER, path), 'utf8')]))
}

/** The first 12 hex digits of a hash over `inputs`. */
export function hashOf(inputs: Map<string, string>): string {
  const hash = createHash('sha256')
  for (const [path, content] of inputs) hash.update(`${path}\0${content.length}\0${content}`)
  return hash.digest('hex').slice(0, 12)
}

/** The Debian packages that the image needs. */
export const packagesOf = (inputs: Map<string, string>): string[] =>
  (inputs.get('packages.txt') ?? '').split('\n').filter(Boolean)

/**
 * The build context as a tar stream.
 * @param certificates PEM of authorities that the build itself has to trust; they stay out of the image
 */
export function contextStream(inputs: Map<string, string>, certificates: string): Readable {
  const stream = pack()
  // The same time for every build, so that the engine's cache recognises what has not changed.
  for (const [name, content] of [...inputs, ['certificates.pem', certificates] as const])
    stream.entry({ name, mtime: new Date(0), mode: 0o644 }, content)
  stream.finalize()
  return Readable.from(stream)
}
