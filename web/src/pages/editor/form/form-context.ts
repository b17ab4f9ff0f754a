import { createFormContext } from '@mantine/form'
import type { ActionValues } from './values.ts'

/** The one form of the page, for all of its sections. */
export const [ActionFormProvider, useActionFormContext, useActionForm] = createFormContext<ActionValues>()
