import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiRoutes } from '../../../controller/src/http/api.js';
import { fieldName } from '../../../controller/src/http/field-names.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';

let app: ControllerApp;
beforeAll(async () => {
  app = await startControllerApp();
});
afterAll(() => app.stop());

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { security?: unknown[]; requestBody?: unknown }>>;
  components: { schemas: Record<string, unknown> };
}

interface Described {
  $ref?: string;
  $defs?: Record<string, Described>;
  anyOf?: Described[];
  oneOf?: Described[];
  allOf?: Described[];
  properties?: Record<string, unknown>;
}

/** Nobody types these. */
const BY_PROGRAMS = [
  ...['change', 'credential', 'draftId', 'grant', 'here', 'id', 'kid', 'ms', 'protected', 'roster'],
  ...['signature', 'token', 'tried'],
];

describe('/api/openapi.json', () => {
  it('describes every route that is served, and no other', async () => {
    const document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as Document;
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const served = apiRoutes(app.api).map((route) => `${route.method} ${route.path}`);
    expect(described.sort()).toEqual(served.sort());
    expect(new Set(served).size).toBe(served.length);
  });

  it('leaves no reference hanging', async () => {
    const text = await (await fetch(`${app.url}/api/openapi.json`)).text();
    const { components } = JSON.parse(text) as Document;
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(components.schemas)).toContain(name);
    }
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['Problem', 'Bulletin', 'Playback']),
    );
  });

  it('has a name that people use for every field that one of them may have to correct', () => {
    const fields = new Set<string>();
    for (const { schemas } of apiRoutes(app.api)) {
      if (!schemas.body) continue;
      const root: Described = z.toJSONSchema(schemas.body, { io: 'input', unrepresentable: 'any' });
      const walk = ({ $ref, anyOf = [], oneOf = [], allOf = [], properties = {} }: Described): void => {
        const meant = root.$defs?.[$ref?.split('/').at(-1) ?? ''];
        for (const part of [...anyOf, ...oneOf, ...allOf, ...(meant ? [meant] : [])]) walk(part);
        for (const name of Object.keys(properties)) fields.add(name);
      };
      walk(root);
    }
    expect(fields.size).toBeGreaterThan(80);
    expect([...fields].filter((field) => fieldName(field) === undefined).sort()).toEqual(BY_PROGRAMS);
    expect(fieldName('slots.2.title')).toBe('Các phần của chương trình, mục 3');
    expect(fieldName('constructor')).toBeUndefined();
  });

  it('says which few routes need no sign-in', async () => {
    const { paths } = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as Document;
    const open = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) =>
        security?.length === 0 ? [`${method} ${path}`] : [],
      ),
    );
    expect(open.sort()).toEqual([
      'get /calendar/{secret}.ics',
      'get /health',
      'get /passkeys/place',
      'post /links/read',
      'post /links/use',
      'post /session',
      'post /session/passkey',
      'post /session/passkey/prepare',
    ]);
  });

  it('can be read and tried on a page of its own', async () => {
    const page = await fetch(`${app.url}/api/docs`);
    expect(page.url).toBe(`${app.url}/api/docs/`);
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
    expect(files).toHaveLength(3);
    for (const file of files) expect((await fetch(`${app.url}/api/docs/${file}`)).status).toBe(200);
  });

  it('is served, like everything, with headers that keep foreign code out', async () => {
    const { headers } = await fetch(`${app.url}/api/health`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
