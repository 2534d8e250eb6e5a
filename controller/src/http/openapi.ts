import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { Problem } from '@loa/shared/api/problem';
import { z } from 'zod';
import type { Route } from './route.js';

/** The OpenAPI 3.1 document of a table of routes: the same table that serves them. */
export function openApiDocument(routes: readonly Route[], options: { version: string; basePath: string }) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-loa_session',
    description: '`loa_session` where the connection has no TLS: on the controller’s own machine',
  });
  for (const route of routes) registry.registerPath(toPath(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Loa Làng',
      version: options.version,
      description:
        'Instants are unix milliseconds. Errors are `Problem` objects with a message in Vietnamese.',
    },
    servers: [{ url: options.basePath }],
    security: [{ session: [] }, { token: [] }],
  });
}

function toPath(route: Route): RouteConfig {
  const { params, query, body } = route.schemas;
  const content = route.upload
    ? {
        'multipart/form-data': { schema: z.object({ file: z.string().meta({ format: 'binary' }) }) },
      }
    : body && { 'application/json': { schema: body } };
  return {
    method: route.method,
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    description: `Action \`${route.action}\`.`,
    ...(route.action.startsWith('public.') ? { security: [] } : {}),
    request: {
      ...(params instanceof z.ZodObject ? { params } : {}),
      ...(query instanceof z.ZodObject ? { query } : {}),
      ...(route.versioned ? { headers: IfMatch } : {}),
      ...(content ? { body: { required: true, content } } : {}),
    },
    responses: {
      [route.response.status]: success(route),
      default: { description: 'Not done', content: { 'application/json': { schema: Problem } } },
    },
  };
}

const IfMatch = z.object({
  'if-match': z.string().optional().meta({
    description:
      'The `updatedAt` that was read, in quotes, or `"0"` of what was not there yet: answered 412 and nothing is changed where somebody changed it since',
    example: '"1763712000000"',
  }),
});

function success({ response }: Route): RouteConfig['responses'][string] {
  if ('schema' in response) {
    return { description: 'Done', content: { 'application/json': { schema: response.schema } } };
  }
  if ('contentType' in response) {
    return { description: 'Done', content: { [response.contentType]: { schema: z.string() } } };
  }
  return { description: 'Done' };
}
