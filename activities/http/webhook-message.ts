import { Webhook } from 'standardwebhooks'
import type { RenderedRequest } from '../../domain/render-request.ts'
import type { Run } from '../../domain/run.ts'
import { RunFailure } from '../../domain/run-errors.ts'

/** Such a secret is base64, as the specification writes them; any other signs as its UTF-8 bytes. */
const ENCODED = 'whsec_'

/**
 * Headers and body of a run's delivery (standardwebhooks.com). Id and body are the same in each attempt; the timestamp
 * is the attempt's own, so that a receiver may refuse old ones.
 * @throws {RunFailure} `invalid_request` where nothing can be signed with the secret
 */
export function webhookMessage(
  run: Run,
  secret: { name: string; value: string },
): Pick<RenderedRequest, 'headers' | 'body'> {
  const id = webhookId(run)
  const at = new Date()
  const body = JSON.stringify({ type: 'run.finished', timestamp: run.finished_at, data: run })
  return {
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer(secret).sign(id, at, body),
    },
    body,
  }
}

/** Full stops separate what is signed. */
const webhookId = ({ id }: Run): string => id.replace(/[^\w:-]/g, '_')

function signer({ name, value }: { name: string; value: string }): Webhook {
  try {
    return value.startsWith(ENCODED)
      ? new Webhook(value)
      : new Webhook(new TextEncoder().encode(value), { format: 'raw' })
  } catch {
    throw new RunFailure(
      'invalid_request',
      `Nothing can be signed with the secret ${name}: after ${ENCODED} base64 must follow. Set another value.`,
    )
  }
}
