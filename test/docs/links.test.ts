// Links between the documents, to folders and to pictures lead somewhere.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { readRepositoryFile } from './markdown.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const inFolder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
const pages = [...inFolder('.'), ...inFolder('docs'), 'test/README.md']

/** As GitHub makes them. */
const anchorsOf = (markdown: string): string[] =>
  Array.from(markdown.matchAll(/^#+ (.*)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

function problemOf(page: string, link: string): string | null {
  const [path = '', anchor] = link.split('#')
  const target = path ? join(dirname(page), path) : page
  if (!existsSync(join(ROOT, target))) return `${link}: there is no ${target}`
  if (anchor && !anchorsOf(readRepositoryFile(target)).includes(anchor)) return `${link}: no such heading`
  return null
}

test('there are the documents that a repository of this kind has', (t) => {
  for (const page of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/api.md', 'docs/errors.md'])
    t.true(pages.includes(page), page)
})

for (const page of pages)
  test(`every link in ${page} leads somewhere`, (t) => {
    const links = Array.from(readRepositoryFile(page).matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link)
    const own = links.filter((link) => !/^https?:/.test(link))
    t.deepEqual(own.map((link) => problemOf(page, link)).filter(Boolean), [])
  })
