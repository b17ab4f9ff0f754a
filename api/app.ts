import express, { type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import { CODEC_PATH } from '../domain/codec-path.ts'
import { randomId } from '../storage/ids.ts'
import { authenticate, guruAccess, manageOnly } from './auth.ts'
import type { ApiDependencies } from './dependencies.ts'
import { createErrorHandler, noSuchRoute } from './errors.ts'
import { jsonBody } from './json-body.ts'
import { mount } from './mount.ts'
import { observability } from './observability.ts'
import { requestLog } from './request-log.ts'
import { actionRunRoutes } from './routes/action-runs.ts'
import { actionRoutes } from './routes/actions.ts'
import { answerRoutes } from './routes/answer.ts'
import { artifactRoutes } from './routes/artifacts.ts'
import { codecRoutes } from './routes/codec.ts'
import { guruRoutes } from './routes/gurus.ts'
import { homeRoutes } from './routes/home.ts'
import { keyRoutes } from './routes/keys.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { rerunRoutes } from './routes/rerun.ts'
import { runHistoryRoutes } from './routes/run-history.ts'
import { runRoutes } from './routes/runs.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { secretRoutes } from './routes/secrets.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { templateRoutes } from './routes/templates.ts'

const BODY_LIMIT = '1mb'
const REQUEST_ID = /^[\w.-]{1,100}$/

/** The API as an Express application that does not listen yet. */
export function createApp(deps: ApiDependencies): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(helmet())
  app.use(requestId)
  const { observe, health, metrics } = observability(deps)
  app.use(observe)
  app.use(health)
  app.use(homeRoutes(deps))
  app.use(requestLog(deps.log))
  app.use(metrics)
  const historyKey = deps.encryption.keyring.newest
  if (historyKey) app.use(CODEC_PATH, codecRoutes(deps, historyKey))
  app.use('/api/v1', apiRoutes(deps))
  app.use(noSuchRoute)
  app.use(createErrorHandler(deps.log))
  return app
}

function apiRoutes(deps: ApiDependencies): express.Router {
  const router = express.Router()
  router.use(mount(deps, [...openApiRoutes(), ...guruRoutes(deps), ...keyRoutes(deps)]))
  router.use(jsonBody(BODY_LIMIT))
  router.use(authenticate(deps))
  router.use('/templates', templateRoutes())
  const guru = express.Router({ mergeParams: true })
  guru.use('/answer', answerRoutes(deps))
  guru.use('/sessions', sessionRoutes(deps))
  guru.use(manageOnly)
  guru.use('/actions', actionRunRoutes(deps), scheduleRoutes(deps), actionRoutes(deps))
  guru.use('/secrets', secretRoutes(deps))
  guru.use('/runs', rerunRoutes(deps), runHistoryRoutes(deps), runRoutes(deps), artifactRoutes(deps))
  router.use('/:guru', guruAccess(deps), guru)
  return router
}

/** Every response names its request, so that a user's report leads to the log line. */
const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id')
  response.locals.request_id = given && REQUEST_ID.test(given) ? given : randomId()
  response.set('x-request-id', response.locals.request_id)
  next()
}
