import { audit } from './audit.ts'
import { auth } from './auth.ts'
import { gurus } from './gurus.ts'
import { keys } from './keys.ts'
import { openapi } from './openapi.ts'

/** Every operation of the API, by its id. */
export const contract = { ...openapi, ...auth, ...audit, ...gurus, ...keys }
export type Contract = typeof contract
