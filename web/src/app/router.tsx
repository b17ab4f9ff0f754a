import { createBrowserRouter, type RouteObject } from 'react-router'
import { Failure } from './failure.tsx'
import { Loading } from './loading.tsx'
import { SignedIn } from './signed-in.tsx'

type Page = () => Promise<{ default: React.ComponentType }>

/** A page whose code is loaded when it is first opened. */
const page = (path: string, load: Page): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).default }),
})

const guruPages: RouteObject[] = [
  page('actions', () => import('../pages/actions/actions-page.tsx')),
  page('actions/new', () => import('../pages/editor/editor-page.tsx')),
  page('actions/:id', () => import('../pages/editor/editor-page.tsx')),
  page('chat', () => import('../pages/chat/chat-page.tsx')),
  page('chat/:session', () => import('../pages/chat/chat-page.tsx')),
  page('runs', () => import('../pages/runs/runs-page.tsx')),
  page('runs/:id', () => import('../pages/runs/run-page.tsx')),
  page('secrets', () => import('../pages/secrets/secrets-page.tsx')),
  page('keys', () => import('../pages/keys/keys-page.tsx')),
  page('audit', () => import('../pages/audit/audit-page.tsx')),
  page('settings', () => import('../pages/settings/settings-page.tsx')),
]

export const router = createBrowserRouter([
  {
    ErrorBoundary: Failure,
    HydrateFallback: Loading,
    children: [
      page('/sign-in', () => import('../pages/sign-in/sign-in-page.tsx')),
      {
        Component: SignedIn,
        children: [
          page('/', () => import('../pages/home/home-page.tsx')),
          page('/gurus', () => import('../pages/home/new-guru-page.tsx')),
          {
            path: '/gurus/:guru',
            lazy: async () => ({ Component: (await import('./guru-shell.tsx')).GuruShell }),
            children: [
              {
                index: true,
                lazy: async () => ({ Component: (await import('./to-actions.tsx')).ToActions }),
              },
              // Within the shell, so that all else stays in reach.
              { ErrorBoundary: Failure, children: guruPages },
            ],
          },
          page('*', () => import('../pages/not-found/not-found-page.tsx')),
        ],
      },
    ],
  },
])
