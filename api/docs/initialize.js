// Runs in the browser, on the documentation page: shows the OpenAPI document that the page names.
const place = document.querySelector('#operations')
window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  // The document is held valid by our tests; the default sends it to another host.
  validatorUrl: null,
  // A key stays in this page and goes with it.
  persistAuthorization: false,
})
