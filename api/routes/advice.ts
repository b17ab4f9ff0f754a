import { advise } from '../../language/advice/advise.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { enabledAmong } from '../save-action.ts'
import { type Served, serve } from '../serve.ts'

/** Advice on an action that is still being written. Nothing is saved. */
export const adviceRoutes = (deps: ApiDependencies): Served[] => [
  serve(contract.adviseAction, async ({ guru, body: { id, ...subject } }) => {
    const { actions } = await knownGuru(deps, guru._id)
    const others = actions.filter(({ _id }) => _id !== id).map(({ definition }) => definition)
    return { advice: advise(subject, enabledAmong(others)) }
  }),
]
