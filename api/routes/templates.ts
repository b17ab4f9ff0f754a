import { Router } from 'express'
import { loadTemplates } from '../../templates/catalogue.ts'

/** The ready-made actions; they are part of the program, so they are read once. */
export function templateRoutes(): Router {
  const templates = loadTemplates()
  const router = Router()

  router.get('/', (_request, response) => {
    response.json({ templates })
  })

  return router
}
