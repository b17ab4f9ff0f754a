import { Router } from 'express'
import type { ApiDependencies } from '../dependencies.ts'

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#4f46e5" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M13 2 4 14h7l-1 8 9-12h-7z"/></svg>`

/** Open: a page that says where things are. */
export function homeRoutes({ configuration }: Pick<ApiDependencies, 'configuration'>): Router {
  const router = Router()
  const temporalUi = configuration.TEMPORAL_UI_URL

  router.get('/', (_request, response) => {
    response.type('html').send(page(temporalUi))
  })

  router.get('/icons/action.svg', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=86400').type('svg').send(ICON)
  })

  return router
}

const page = (temporalUi: string | undefined): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Errand</title><meta name="viewport" content="width=device-width"></head>
<body>
<h1>Errand is running</h1>
<p>The API is under <code>/api/v1</code>. Send your key in the <code>x-api-key</code> header; the README has a walk through it.</p>
${temporalUi ? `<p>Every run is in <a href="${temporalUi.replaceAll('"', '&quot;')}">Temporal UI</a>.</p>` : ''}
<p>State of its parts: <a href="/readyz">/readyz</a></p>
</body>
</html>
`
