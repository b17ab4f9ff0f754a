import { z } from 'zod'
import { reservedNameProblem } from './reserved-names.ts'

export const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

export const secretNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(SECRET_NAME, 'must be letters, digits and underscores, and not start with a digit')
  .superRefine((name, context) => {
    const reserved = reservedNameProblem(name)
    if (reserved) context.addIssue({ code: 'custom', message: reserved })
  })
