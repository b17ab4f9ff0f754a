import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const ROOT = new URL('../../', import.meta.url)

/** A file of this repository as text. */
export const readRepositoryFile = (path: string): string =>
  readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8')

/** The part of a document under one `## ` heading, up to the next. */
export function section(markdown: string, heading: string): string {
  const [, after] = `\n${markdown}`.split(`\n## ${heading}\n`)
  if (after === undefined) throw new Error(`There is no section '${heading}'.`)
  return after.split('\n## ')[0] ?? ''
}

export interface CodeBlock {
  language: string
  text: string
}

/** The fenced code blocks in their order. */
export const codeBlocks = (markdown: string): CodeBlock[] =>
  Array.from(markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm), ([, language = '', text = '']) => ({
    language,
    text,
  }))

/** The rows of all tables, each as its cells. */
export const tableRows = (markdown: string): string[][] =>
  markdown
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line) && !/^\|[-|: ]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )
