import type { RequestHandler } from 'express'
import type { Dashboard } from './load-dashboard.ts'
import { sendDocument } from './send-document.ts'

/** What programs ask for begins with one of these: what is not there is a problem document, whoever asks. */
const NO_PAGES = /^\/(api|v1|mcp|codec|healthz|readyz|metrics|assets|icons)(\/|$)/i
const READING = ['GET', 'HEAD']

/** A person's mistyped address gets the dashboard, which says so with a way on; all others go on to the problem. */
export const noSuchPage =
  (dashboard: Dashboard | null): RequestHandler =>
  (request, response, next) => {
    const isPage = READING.includes(request.method) && !NO_PAGES.test(request.path)
    // Who takes anything gets what comes first.
    if (!dashboard || !isPage || request.accepts(['json', 'html']) !== 'html') return next()
    response.vary('Accept').status(404)
    sendDocument(response, dashboard)
  }
