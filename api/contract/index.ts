import { actions } from './actions.ts'
import { gurus } from './gurus.ts'
import { keys } from './keys.ts'
import { openapi } from './openapi.ts'

/** Every operation of the API, by its id. */
export const contract = { ...openapi, ...gurus, ...keys, ...actions }
export type Contract = typeof contract
