import { lazy, Suspense } from 'react'
import { AsItIs } from './as-it-is.tsx'

const Rendered = lazy(() => import('./rendered.tsx'))

/** Markdown that somebody else wrote. Its code is loaded with the first text there is; until then that is shown as it is. */
export function Markdown({ children }: { children: string }) {
  return (
    <AsItIs text={children}>
      <Suspense fallback={<div className="output">{children}</div>}>
        <Rendered>{children}</Rendered>
      </Suspense>
    </AsItIs>
  )
}
