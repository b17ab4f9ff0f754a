import { z } from 'zod'

/** Of a request that changes what it has read before. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({
      description:
        'The ETag of what you have read: where it is not that any more, nothing is changed, and it is a 412',
      example: '"3-2f1e6a90"',
      param: { id: 'IfMatch' },
    }),
})

export const ifNoneMatchHeaders = z.object({
  'if-none-match': z
    .string()
    .optional()
    .meta({
      description: 'The ETag of what you have: where it is still that, the answer is a 304',
      param: { id: 'IfNoneMatch' },
    }),
})

/** Of a request that sets something, new or not. */
export const onlyIfNewHeaders = z.object({
  'if-none-match': z
    .string()
    .optional()
    .meta({
      description:
        'With `*` it is only made new: where there is one already, nothing is changed, and it is a 412',
      example: '*',
      param: { id: 'OnlyIfNew' },
    }),
})

/** Of a response with an action or a guru. */
export const etagHeader = {
  etag: z.string().meta({ description: 'Another one after each change; to be sent as If-Match' }),
}

export const notModified = { description: 'It is what you have already' }
