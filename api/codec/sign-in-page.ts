import type { Response } from 'express'

/** Nothing but our own form: no script, no frame, no image. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)

/** The form that asks for the admin key. */
export const sendForm = (response: Response, status: number, message: string | null): void =>
  send(
    response,
    status,
    `<p>Runs are encrypted in Temporal. With the admin key, this browser may decode them for Temporal UI, for 8 hours.</p>
${message ? `<p role="alert"><strong>${escapeHtml(message)}</strong></p>` : ''}
<form method="post" autocomplete="off">
<p><label>Admin key <input name="key" type="password" required autofocus size="50"></label></p>
<p><button>Sign in</button></p>
</form>`,
  )

/** What is left to do in Temporal UI itself. */
export const sendSignedIn = (response: Response, endpoint: string, uiUrl: string | undefined): void =>
  send(
    response,
    200,
    `<p>This browser may decode runs for Temporal UI, for 8 hours from signing in.</p>
<p>Once in each browser, tell Temporal UI to ask here:</p>
<ol>
<li>Open ${uiUrl ? `<a href="${escapeHtml(uiUrl)}">Temporal UI</a>` : 'Temporal UI'} and press the glasses at the top right.</li>
<li>Choose “Use my browser setting and ignore Cluster-level setting.”</li>
<li>Codec Server browser endpoint: <code>${escapeHtml(endpoint)}</code></li>
<li>Switch on “Include cross-origin credentials”, not “Pass the user access token”.</li>
<li>Press “Apply”, and reload the page.</li>
</ol>
<form method="post" action="sign-out"><p><button>Sign out</button></p></form>`,
  )

function send(response: Response, status: number, body: string): void {
  response
    .status(status)
    .set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' })
    .type('html')
    .send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Decode runs - Errand</title><meta name="viewport" content="width=device-width"></head>
<body>
<h1>Decode runs in Temporal UI</h1>
${body}
</body>
</html>
`)
}
