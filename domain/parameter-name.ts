import { LIMITS } from './limits.ts'

/** What a parameter's name consists of. */
export const PARAMETER_NAME = /^[A-Za-z_]+$/

/** Whether a parameter may have that name, as far as its characters go. */
export const isParameterName = (name: string): boolean =>
  name.length <= LIMITS.parameterName && PARAMETER_NAME.test(name)
