const ENTITIES: [string, string][] = [
  ['&nbsp;', ' '],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&amp;', '&'],
]

export const isPage = (text: string): boolean => /^\s*(?:<!doctype html|<html|<head|<body)/i.test(text)

/** The words of an HTML page, a line per paragraph. Takes time in proportion to its length, whatever it holds. */
export function wordsOfPage(html: string): string {
  const visible = ['script', 'style', 'head'].reduce(withoutElement, html)
  const text = visible.replace(/<\/(?:p|div|li|tr|h[1-6])>|<br\s*\/?>/gi, '\n').replace(/<[^<>]*>/g, ' ')
  return ENTITIES.reduce((words, [entity, character]) => words.replaceAll(entity, character), text)
    .split('\n')
    .map((line) => line.split(/\s+/).filter(Boolean).join(' '))
    .filter(Boolean)
    .join('\n')
}

function withoutElement(html: string, tag: string): string {
  const lower = html.toLowerCase()
  let kept = ''
  let end = 0
  for (;;) {
    const start = lower.indexOf(`<${tag}`, end)
    if (start < 0) return kept + html.slice(end)
    kept += html.slice(end, start)
    const close = lower.indexOf(`</${tag}`, start)
    const after = close < 0 ? -1 : lower.indexOf('>', close)
    if (after < 0) return kept
    end = after + 1
  }
}
