import express, { type Express, type RequestHandler } from 'express'
import { CODEC_PATH } from '../domain/codec-path.ts'
import { Problem } from '../domain/problems.ts'
import { randomId } from '../storage/ids.ts'
import { authenticate } from './auth.ts'
import { REQUEST_ID } from './contract/common.ts'
import { dashboardRoutes } from './dashboard/dashboard-routes.ts'
import { noSuchPage } from './dashboard/no-such-page.ts'
import type { ApiDependencies } from './dependencies.ts'
import { createErrorHandler, noSuchRoute } from './errors.ts'
import { mcpRoutes } from './mcp/mcp-routes.ts'
import { mount } from './mount.ts'
import { observability } from './observability.ts'
import { openAiRoutes } from './openai/openai-routes.ts'
import { requestLog } from './request-log.ts'
import { actionFileRoutes } from './routes/action-files.ts'
import { actionRunRoutes } from './routes/action-runs.ts'
import { actionVersionRoutes } from './routes/action-versions.ts'
import { actionRoutes } from './routes/actions.ts'
import { adviceRoutes } from './routes/advice.ts'
import { answerRoutes } from './routes/answer.ts'
import { artifactRoutes } from './routes/artifacts.ts'
import { auditRoutes } from './routes/audit.ts'
import { authRoutes } from './routes/auth.ts'
import { codecRoutes } from './routes/codec.ts'
import { docsRoutes } from './routes/docs.ts'
import { draftRoutes } from './routes/drafts.ts'
import { guruRoutes } from './routes/gurus.ts'
import { installationRoutes } from './routes/installation.ts'
import { keyRoutes } from './routes/keys.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { rerunRoutes } from './routes/rerun.ts'
import { runHistoryRoutes } from './routes/run-history.ts'
import { runRoutes } from './routes/runs.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { secretRoutes } from './routes/secrets.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { templateRoutes } from './routes/templates.ts'
import { notStored, securityHeaders } from './security/headers.ts'
import { otherOrigins } from './security/other-origins.ts'
import type { Served } from './serve.ts'

/** The API as an Express application that does not listen yet. */
export function createApp(deps: ApiDependencies): Express {
  const { configuration } = deps
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.set('trust proxy', configuration.ERRAND_TRUST_PROXY ?? false)
  app.use(securityHeaders(configuration.ERRAND_PUBLIC_URL))
  app.use(requestId)
  const { observe, health, metrics } = observability(deps)
  app.use(observe)
  app.use(requireHost)
  app.use(refuseNul)
  app.use(mount(deps, health))
  app.use(dashboardRoutes(deps.dashboard, configuration.TEMPORAL_UI_URL))
  app.use(requestLog(deps.log))
  app.use(mount(deps, metrics))
  const historyKey = deps.encryption.keyring.newest
  if (historyKey) app.use(CODEC_PATH, codecRoutes(deps, historyKey))
  app.use(otherOrigins(configuration.ERRAND_CORS_ORIGINS))
  app.use('/mcp', notStored, mcpRoutes(deps))
  app.use('/v1', notStored, openAiRoutes(deps))
  app.use('/api/v1', notStored, apiRoutes(deps))
  app.use(noSuchPage(deps.dashboard))
  app.use(noSuchRoute)
  app.use(createErrorHandler(deps.log))
  return app
}

function apiRoutes(deps: ApiDependencies): express.Router {
  const router = express.Router()
  router.use(mount(deps, operations(deps)))
  router.use(authenticate(deps))
  return router
}

/** Everything under `/api/v1`. */
const operations = (deps: ApiDependencies): Served[] => [
  ...openApiRoutes(),
  ...docsRoutes(),
  ...authRoutes(deps),
  ...installationRoutes(deps),
  ...auditRoutes(deps),
  ...guruRoutes(deps),
  ...keyRoutes(deps),
  ...secretRoutes(deps),
  ...actionRoutes(deps),
  ...actionVersionRoutes(deps),
  ...actionFileRoutes(deps),
  ...draftRoutes(),
  ...adviceRoutes(deps),
  ...actionRunRoutes(deps),
  ...scheduleRoutes(deps),
  ...templateRoutes(),
  ...answerRoutes(deps),
  ...sessionRoutes(deps),
  ...runRoutes(deps),
  ...rerunRoutes(deps),
  ...runHistoryRoutes(deps),
  ...artifactRoutes(deps),
]

/** Every response names its request, so that a user's report leads to the log line. */
const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id')
  response.locals.request_id = given && REQUEST_ID.test(given) ? given : randomId()
  response.set('x-request-id', response.locals.request_id)
  next()
}

/** As HTTP/1.1 wants it. */
const requireHost: RequestHandler = (request, _response, next) => {
  if (request.headers.host === undefined && request.httpVersion !== '1.0')
    throw new Problem('unreadable_json', 'The request has no Host header.')
  next()
}

/** No name or id has one, and not every database takes one. */
const refuseNul: RequestHandler = (request, _response, next) => {
  if (/%00/.test(request.url)) throw new Problem('unreadable_json', "An address can't contain a NUL.")
  next()
}
