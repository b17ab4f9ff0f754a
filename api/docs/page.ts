import type { Asset } from './assets.ts'

/**
 * The documentation page. All of it comes from here, and no script or style stands in it: the policy of our answers
 * allows none.
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
