const SCHEMES = ['http:', 'https:', 'mailto:']

/** A whole address that a link may lead to; nothing for all else, what leads to a page of ours included. */
export function safeUrl(url: string): string {
  if (!URL.canParse(url)) return ''
  const { protocol, href } = new URL(url)
  return SCHEMES.includes(protocol) ? href : ''
}
