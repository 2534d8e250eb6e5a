import express, { type Express, type RequestHandler } from 'express';

/**
 * The boxes' own door: `/agent` and nothing else. Boxes pay for every byte, so the headers that browsers need are
 * left to the staff's door.
 */
export function createBoxesApp(agent: RequestHandler): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    // A box asks for signed time instead.
    response.sendDate = false;
    next();
  });
  app.use('/agent', agent);
  app.use((_request, response) => {
    response.status(404).end();
  });
  return app;
}
