import type { AnswerBody, RequestBody } from '../../../client/index.ts'

export type Action = AnswerBody<'readAction', 200>
/** An action as it is sent: one that is not saved, or what is to be saved of it. */
export type Draft = RequestBody<'createAction'>
