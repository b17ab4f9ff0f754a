import type { GuruDocument } from '../../storage/models.ts'
import type { Identity } from '../auth.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { OpenAiRefusal } from './openai-error.ts'

type Deps = Pick<ApiDependencies, 'storage'>

/** The gurus that a key may ask: its own, or all of them. */
export const listModels = ({ storage }: Deps, { guru }: Identity): Promise<GuruDocument[]> =>
  storage.gurus.find(guru === null ? {} : { _id: guru }).lean<GuruDocument[]>()

/**
 * The guru that a model's name means. One of another key is as none: nobody learns from it which there are.
 * @throws {OpenAiRefusal} 404
 */
export async function findModel({ storage }: Deps, { guru }: Identity, model: string): Promise<GuruDocument> {
  const found =
    guru === null || guru === model ? await storage.gurus.findById(model).lean<GuruDocument>() : null
  if (found) return found
  throw new OpenAiRefusal(`The model '${model.slice(0, 100)}' does not exist, or this key may not use it.`, {
    status: 404,
    param: 'model',
    code: 'model_not_found',
  })
}

export const modelView = ({ _id, created_at }: GuruDocument) => ({
  id: _id,
  object: 'model',
  created: Math.floor(created_at.getTime() / 1_000),
  owned_by: 'errand',
})
