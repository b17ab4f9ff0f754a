import { DefaultFailureConverter } from '@temporalio/common'

/** Puts messages and stack traces of failures into a payload, which the codec encrypts. Named by its path, never imported. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
