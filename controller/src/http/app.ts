import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { mountApi, type UploadSettings } from './api.js';
import type { ApiPorts } from './api-ports.js';
import { createErrorHandler } from './error-answer.js';
import { strictTransport } from './strict-transport.js';

export interface AppOptions {
  api: ApiPorts;
  uploads: UploadSettings;
  /** The boxes' endpoints, mounted at `/agent`. */
  agent?: RequestHandler;
  /** What an external broker asks, mounted at `/broker`. */
  brokerHook?: RequestHandler | undefined;
  /** The folder of the staff's pages; none are served without it. */
  webFolder?: string;
  /** How many proxies stand in front. */
  trustedProxies?: number;
}

/** The whole HTTP edge: boxes at /agent, programs and pages at /api, pages at /. */
export function createApp({
  api,
  uploads,
  agent,
  brokerHook,
  webFolder,
  trustedProxies = 0,
}: AppOptions): Express {
  const app = express();
  app.set('trust proxy', trustedProxies);
  app.disable('x-powered-by');
  app.use(securityHeaders());
  app.use(strictTransport());
  if (agent) app.use('/agent', agent);
  if (brokerHook) app.use('/broker', brokerHook);
  mountApi(app, api, uploads);
  if (webFolder !== undefined) app.use(express.static(webFolder, { maxAge: 0, redirect: false }));
  app.use(createErrorHandler(api));
  return app;
}

/** Pages load nothing from elsewhere and run no inline code. No TLS is assumed: a village LAN often has none. */
function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'"],
        'media-src': ["'self'"],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}
