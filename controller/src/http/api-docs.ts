import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Loa Làng API</title><link rel="stylesheet" href="swagger-ui.css"></head>
<body><div id="page"></div><script src="swagger-ui-bundle.js"></script><script src="start.js"></script></body>
</html>
`;
const START = `SwaggerUIBundle({ url: '../openapi.json', dom_id: '#page', deepLinking: true });\n`;

/** Swagger UI writes styles into its elements and draws from data URLs; nothing else is let in. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page that shows the API's description and tries its routes, to be mounted at `/docs`. */
export function createApiDocs(): Router {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = Router({ strict: true });
  router.use((_request, response, next) => {
    response.set('Content-Security-Policy', POLICY);
    next();
  });
  router.get('/', (request, response) => {
    // Its files are named relative to the folder.
    if (request.originalUrl.endsWith('/docs')) response.redirect('docs/');
    else response.type('html').send(PAGE);
  });
  router.get('/start.js', (_request, response) => {
    response.type('js').send(START);
  });
  router.use(express.static(folder, { index: false, redirect: false }));
  return router;
}
