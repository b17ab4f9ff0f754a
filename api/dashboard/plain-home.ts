import type { Response } from 'express'

/** What stands at `/` where the dashboard was not built. */
export const sendPlainHome = (response: Response, temporalUi: string | undefined): void =>
  void response.type('html').send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Errand</title><meta name="viewport" content="width=device-width"></head>
<body>
<h1>Errand is running</h1>
<p>The dashboard was not built; the output of the start says why. The API is under <code>/api/v1</code>: send your key in the <code>x-api-key</code> header. <a href="/api/v1/docs">Its documentation</a></p>
${temporalUi ? `<p>Every run is in <a href="${temporalUi.replaceAll('"', '&quot;')}">Temporal UI</a>.</p>` : ''}
<p>State of its parts: <a href="/readyz">/readyz</a></p>
</body>
</html>
`)
