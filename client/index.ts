export { createErrandClient, type ErrandClient, type ErrandClientOptions } from './create-client.ts'
export type { AnswerBody, Paths, Problem, RequestBody } from './paths.ts'
