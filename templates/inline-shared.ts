import { readFileSync } from 'node:fs'

const FROM_SHARED = /^from shared\.(\w+) import [\w, ]+\n/gm
const IMPORT = /^(?:import [\w.]+|from [\w.]+ import [\w, ]+)\n/gm

/**
 * A template's Python with what it takes from `shared/` put in its place, since an action is one text: imports
 * first, each once, then the shared parts in the order in which they are needed, then the template itself.
 */
export function inlineShared(code: string): string {
  const parts: string[] = []
  const seen = new Set<string>()
  const add = (text: string): void => {
    for (const [, name = ''] of text.matchAll(FROM_SHARED)) {
      if (seen.has(name)) continue
      seen.add(name)
      add(readFileSync(new URL(`shared/${name}.py`, import.meta.url), 'utf8'))
    }
    parts.push(text.replace(FROM_SHARED, ''))
  }
  add(code)
  const imports = new Set(parts.flatMap((part) => part.match(IMPORT) ?? []))
  const bodies = parts.map((part) => part.replace(IMPORT, '').trim())
  return `${[...imports].sort().join('')}\n${bodies.join('\n\n\n')}\n`
}
