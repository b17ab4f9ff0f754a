import { gurus } from './gurus.ts'
import { keys } from './keys.ts'

/** Every operation of the API, by its id. */
export const contract = { ...gurus, ...keys }
export type Contract = typeof contract
