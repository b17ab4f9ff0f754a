import compression from 'compression'
import express, { Router } from 'express'
import type { Dashboard } from './load-dashboard.ts'
import { sendPlainHome } from './plain-home.ts'
import { sendDocument } from './send-document.ts'

/** The icon of actions in answers, and of the dashboard. */
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#4f46e5" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M13 2 4 14h7l-1 8 9-12h-7z"/></svg>`
/** The addresses of its pages: all are the one document, and its script shows what belongs there. */
const PAGES = ['/', '/sign-in', '/gurus', '/gurus/*path']
/** A name of an asset changes with its contents. */
const FOREVER = { immutable: true, maxAge: '1y' } as const

/** Open: the dashboard holds nothing but its own code; what it shows it asks the API for. */
export function dashboardRoutes(dashboard: Dashboard | null, temporalUi: string | undefined): Router {
  const router = Router()
  router.get('/icons/action.svg', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=86400').type('svg').send(ICON)
  })
  if (!dashboard) {
    router.get('/', (_request, response) => sendPlainHome(response, temporalUi))
    return router
  }
  router.use(
    '/assets',
    // Nothing secret is in them, so their length tells nobody anything.
    compression(),
    express.static(dashboard.assetsFolder, { ...FOREVER, index: false, redirect: false, fallthrough: true }),
  )
  router.get(PAGES, (_request, response) => sendDocument(response, dashboard))
  return router
}
