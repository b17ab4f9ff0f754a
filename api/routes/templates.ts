import { loadTemplates } from '../../templates/catalogue.ts'
import { contract } from '../contract/index.ts'
import { type Served, serve } from '../serve.ts'

/** The ready-made actions; they are part of the program, so they are read once. */
export function templateRoutes(): Served[] {
  const templates = loadTemplates()
  return [serve(contract.listTemplates, () => ({ templates }))]
}
