import { z } from 'zod'
import { time } from './common.ts'
import { operation } from './operation.ts'

const tag = 'Signing in'

export const identitySchema = z
  .strictObject({
    role: z.enum(['admin', 'manage', 'chat']),
    guru: z.string().nullable().meta({ description: 'The guru whose key it is; null for the admin key' }),
    label: z.string().meta({ description: 'As the audit log names the caller' }),
    session: z
      .strictObject({ ends_at: time })
      .nullable()
      .meta({ description: 'The session of the browser; null where the request carries the key itself' }),
  })
  .meta({ id: 'Identity' })

const secret = z.string().trim().min(1).max(200)
const credentials = z
  .strictObject({
    key: secret.optional().meta({ description: 'An API key' }),
    token: secret.optional().meta({ description: 'The token of a link that signs in once' }),
  })
  .refine(({ key, token }) => (key === undefined) !== (token === undefined), {
    path: ['key'],
    message: 'or token must be given, and not both',
  })

const DAY_SECONDS = 86_400

export const auth = {
  signIn: operation({
    id: 'signIn',
    method: 'post',
    path: '/auth/session',
    access: 'open',
    tag,
    summary: 'Sign a browser in with a key',
    description:
      "Answers with a cookie that scripts can't read. It ends with its key, when nobody uses it for 12 hours, and after 7 days.",
    body: credentials,
    bodyLimit: '4kb',
    audit: ['session.started'],
    answers: { 201: { description: 'Whose session it is', schema: identitySchema } },
    problems: ['unauthorized', 'forbidden', 'throttled'],
  }),
  signOut: operation({
    id: 'signOut',
    method: 'delete',
    path: '/auth/session',
    access: 'key',
    tag,
    summary: 'Sign a browser out',
    description: 'The cookie opens nothing any more, whoever has a copy of it.',
    audit: ['session.ended'],
    answers: { 204: { description: 'The session has ended' } },
    problems: [],
  }),
  readMe: operation({
    id: 'readMe',
    method: 'get',
    path: '/me',
    access: 'key',
    tag,
    summary: 'Whose key or session this is',
    answers: { 200: { description: 'The caller', schema: identitySchema } },
    problems: [],
  }),
  createSignInToken: operation({
    id: 'createSignInToken',
    method: 'post',
    path: '/auth/sign-in-tokens',
    access: 'admin',
    tag,
    summary: 'Make a token that signs the admin in once',
    audit: ['session.invited'],
    body: z.strictObject({
      valid_seconds: z
        .int()
        .min(10)
        .max(DAY_SECONDS)
        .default(600)
        .meta({ description: 'For how long it can be used' }),
    }),
    answers: {
      201: {
        description: 'The token, which is not shown again',
        schema: z.strictObject({ token: z.string(), expires_at: time }),
      },
    },
    problems: [],
  }),
}
