import express, { type Express, type RequestHandler } from 'express';
import { mountApi, type UploadSettings } from './api.js';
import type { ApiPorts } from './api-ports.js';
import { compressAnswers } from './compress.js';
import { createErrorHandler } from './error-answer.js';
import { securityHeaders } from './security-headers.js';
import { strictTransport } from './strict-transport.js';
import { createWebApp } from './web-app.js';

export interface AppOptions {
  api: ApiPorts;
  uploads: UploadSettings;
  /** The boxes' endpoints, mounted at `/agent`. */
  agent?: RequestHandler;
  /** What an external broker asks, mounted at `/broker`. */
  brokerHook?: RequestHandler | undefined;
  /** The folder of the staff's built app; none are served without it. */
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
  app.use('/api', compressAnswers());
  mountApi(app, api, uploads);
  if (webFolder !== undefined) app.use(createWebApp({ folder: webFolder, random: api.random }));
  app.use(createErrorHandler(api));
  return app;
}
