import type { Asset } from './assets.ts'

/** All of it comes from here, and nothing in it is written by whoever uses the API. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The documentation page.
 * @param here what leads from the page to the files below it
 */
export function documentationPage(assets: Asset[], here: string): string {
  const tags = assets.map(({ name, type }) =>
    type === 'text/css'
      ? `<link rel="stylesheet" href="${here}${name}">`
      : `<script src="${here}${name}" defer></script>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Errand: API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
${tags.join('\n')}
</head>
<body>
<div id="operations" data-document="${here}../openapi.json"></div>
<noscript>This page needs JavaScript. The document that it shows is <a href="${here}../openapi.json">openapi.json</a>.</noscript>
</body>
</html>
`
}
