export type ModelProtocol = 'openai' | 'anthropic'

/** Which protocol a model's URL speaks: Anthropic's own, or the one that all others have taken from OpenAI. */
export function modelProtocolOf(url: string): ModelProtocol {
  const { host, pathname } = new URL(url)
  const isAnthropic = host === 'api.anthropic.com' || pathname.replace(/\/+$/, '').endsWith('/messages')
  return isAnthropic ? 'anthropic' : 'openai'
}
