import type { Readable } from 'node:stream'
import axios, { type AxiosResponse } from 'axios'
import type { RenderedRequest } from '../../domain/render-request.ts'
import type { Agents } from '../../egress/agents.ts'
import { connectionFailure } from './connection-failure.ts'
import { ACCEPT_ENCODING } from './decompress.ts'

const USER_AGENT = 'Errand'

/**
 * Sends one request over the agents' connections and answers as soon as the headers are there, whatever the status;
 * the body streams as it came, redirects are not followed.
 * @throws {RunFailure} `connection_failed`, or what the egress policy refuses
 */
export async function send(
  agents: Agents,
  { method, url, headers, body }: RenderedRequest,
  signal: AbortSignal,
): Promise<AxiosResponse<Readable>> {
  try {
    return await axios.request<Readable>({
      method,
      url,
      headers: { 'User-Agent': USER_AGENT, Accept: '*/*', 'Accept-Encoding': ACCEPT_ENCODING, ...headers },
      data: body ?? undefined,
      transformRequest: (data) => data,
      responseType: 'stream',
      decompress: false,
      validateStatus: () => true,
      maxRedirects: 0,
      proxy: false,
      httpAgent: agents.http,
      httpsAgent: agents.https,
      signal,
    })
  } catch (error) {
    throw connectionFailure(error, new URL(url).host)
  }
}
