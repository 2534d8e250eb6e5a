import { Role } from '@loa/shared/api/role';
import { z } from 'zod';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { OTHER_RECORDING, PLACES, RECORDING, seedControllerWorld } from '../../support/controller-world.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';
import { bent, hostile } from './hostile.js';
import { createGenerator, type Generator, Schema } from './json-schema.js';
import { createPick, type Pick } from './pick.js';

export interface HttpFigures {
  sent: number;
  /** Answers of 500, or none at all, with the request that did it. */
  broken: string[];
  byStatus: Map<number, number>;
  /** Operations that were never answered with success: what was fuzzed there is only the door. */
  neverDone: string[];
  operations: number;
}

interface Operation {
  method: string;
  path: string;
  params: { name: string; in: string; schema: Schema; required: boolean }[];
  body: Schema | null;
  upload: boolean;
}

const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: Schema,
});
const Media = z.record(z.string(), z.looseObject({ schema: Schema.optional() }));
const Document = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        parameters: z.array(Parameter).optional(),
        requestBody: z.looseObject({ content: Media }).optional(),
        responses: z.record(z.string(), z.looseObject({ content: Media.optional() })),
      }),
    ),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), Schema) }),
});

/** A controller lives so long: what the fuzzing breaks open, empties or signs out is whole again in the next. */
const REQUESTS_A_LIFE = 400;

/** Sends `count` requests made from the controller's own OpenAPI document, valid, bent and hostile ones, by every role. */
export async function fuzzHttp(options: {
  count: number;
  seed: number;
  say?: (line: string) => void;
}): Promise<HttpFigures> {
  const pick = createPick(createSeededRandom(options.seed));
  const figures: HttpFigures = { sent: 0, broken: [], byStatus: new Map(), neverDone: [], operations: 0 };
  const done = new Set<string>();
  const all = new Set<string>();
  for (let life = 1; figures.sent < options.count; life++) {
    await liveOnce(pick, Math.min(REQUESTS_A_LIFE, options.count - figures.sent), { figures, done, all });
    if (options.say && life % 25 === 0) options.say(`${figures.sent} requests …`);
  }
  return { ...figures, operations: all.size, neverDone: [...all].filter((name) => !done.has(name)).sort() };
}

async function liveOnce(
  pick: Pick,
  requests: number,
  told: { figures: HttpFigures; done: Set<string>; all: Set<string> },
): Promise<void> {
  const app = await startControllerApp({ settings: { signInAttempts: 1e9 } });
  // The reason of a 500 is in the log alone.
  let lastError = '';
  const error = (fields: object, message?: string) => {
    lastError = `${message ?? ''} ${describe(fields)}`;
  };
  const silent = silentLogger.error;
  silentLogger.error = error;
  try {
    const world = await seedControllerWorld(app);
    const tokens = [...Role.options.map((role) => world.tokens[role]), world.provinceAdmin, world.stranger];
    // Whoever may do much comes most often.
    const often = [world.tokens.admin, world.tokens.broadcaster, world.tokens.approver, world.provinceAdmin];
    const operations = await readOperations(app);
    for (const { method, path } of operations.list) told.all.add(`${method} ${path}`);
    const pool = createPool(pick);
    const shut = new Set<string>();
    const now = () => app.clock.now();
    const generator = createGenerator({ components: operations.components, pick, known: pool.known, now });
    for (let n = 0; n < requests; n++) {
      const operation = pick.chance(0.75) ? pick.one(operations.writing) : pick.one(operations.list);
      const name = `${operation.method} ${operation.path}`;
      let token = pick.chance(0.7) ? pick.one(often) : pick.one(tokens);
      // A door that is known to be shut says nothing new: mostly somebody else is sent.
      for (let turn = 0; turn < 6 && shut.has(`${name} ${token}`) && pick.chance(0.9); turn++)
        token = pick.one(tokens);
      lastError = '';
      const { status, text, request } = await send(app, operation, token, generator, pick);
      if (text.includes('role_not_allowed')) shut.add(`${name} ${token}`);
      told.figures.sent += 1;
      told.figures.byStatus.set(status, (told.figures.byStatus.get(status) ?? 0) + 1);
      if (status >= 200 && status < 300) told.done.add(name);
      if (status === 500 || status === 0)
        told.figures.broken.push(`${status} ${lastError || text} ${request}`.slice(0, 3_000));
      pool.learn(text);
    }
  } finally {
    silentLogger.error = silent;
    await app.stop();
  }
}

async function readOperations(app: ControllerApp) {
  const document = Document.parse(await (await fetch(`${app.url}/api/openapi.json`)).json());
  const list: Operation[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries(methods)) {
      // It never ends.
      if (Object.values(responses).some(({ content }) => content?.['text/event-stream'])) continue;
      const params = parameters.map((each) => ({ ...each, required: each.required ?? false }));
      const body = requestBody?.content['application/json']?.schema ?? null;
      const upload = requestBody?.content['multipart/form-data'] !== undefined;
      list.push({ method, path, params, body, upload });
    }
  }
  const writing = list.filter(({ body }) => body !== null);
  return { list, writing, components: document.components.schemas };
}

/** Ids of what is there, by the names under which they are asked for; grows with every answer. */
function createPool(pick: Pick) {
  const byPrefix = new Map<string, string[]>();
  const add = (id: string) => {
    const prefix = id.split('_')[0] ?? '';
    const known = byPrefix.get(prefix) ?? [];
    if (!known.includes(id)) byPrefix.set(prefix, [...known.slice(-30), id]);
  };
  for (const id of Object.values(PLACES)) add(id);
  return {
    learn(text: string) {
      for (const [id] of text.matchAll(/\b(?!account_)[a-z]{3,10}_[a-z0-9]{3,20}\b/g)) add(id);
    },
    known(name: string): unknown {
      if (/sha256/i.test(name)) return pick.one([RECORDING, OTHER_RECORDING]);
      const prefix = /^([a-z]+?)(Id|)$/.exec(name)?.[1]?.toLowerCase() ?? '';
      const aliases: Record<string, string> = { root: 'area', parent: 'area', into: 'area' };
      const ids = byPrefix.get(aliases[prefix] ?? prefix);
      return /Id$|^(area|box|cluster|schedule|bulletin|into)$/.test(name) && ids ? pick.one(ids) : undefined;
    },
  };
}

async function send(
  app: ControllerApp,
  { method, path, params, body, upload }: Operation,
  token: string,
  generator: Generator,
  pick: Pick,
): Promise<{ status: number; text: string; request: string }> {
  const query = new URLSearchParams();
  let target = path;
  for (const { name, in: where, schema, required } of params) {
    const odd = pick.chance(0.06) ? hostile(pick) : generator.value(schema, name);
    const text = (typeof odd === 'object' ? JSON.stringify(odd) : String(odd)).slice(0, 1_500);
    if (where === 'path') target = target.replace(`{${name}}`, inPath(text));
    else if (required || pick.chance(0.4)) query.append(name, text);
  }
  const url = `${app.url}/api${target}${query.size > 0 ? `?${query}` : ''}`;
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  const payload = upload ? uploadOf(pick, headers) : body && bodyOf(body, generator, pick, headers);
  const request = `${method.toUpperCase()} ${url.slice(app.url.length)} ${payload ?? ''}`;
  try {
    const answer = await fetch(url, {
      method: method.toUpperCase(),
      headers,
      ...(payload ? { body: payload } : {}),
    });
    return { status: answer.status, text: (await answer.text()).slice(0, 20_000), request };
  } catch (error) {
    return { status: 0, text: String(error), request };
  }
}

/** A lone surrogate cannot stand in an address. */
function inPath(text: string): string {
  return encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8')) || 'x';
}

function bodyOf(schema: Schema, generator: Generator, pick: Pick, headers: Record<string, string>): string {
  headers['content-type'] = pick.chance(0.98)
    ? 'application/json'
    : pick.one(['text/plain', 'application/json; charset=utf-16', 'x/y']);
  const valid = generator.value(schema);
  const turn = pick.below(20);
  if (turn < 9) return JSON.stringify(valid);
  if (turn < 16) return JSON.stringify(bent(valid, pick)) ?? 'null';
  if (turn < 18) return JSON.stringify(bent(bent(valid, pick), pick)) ?? 'null';
  if (turn === 18) return JSON.stringify(hostile(pick)) ?? 'null';
  const text = JSON.stringify(valid);
  return pick.one([
    text.slice(0, pick.below(text.length)),
    `${text}}`,
    '{"a":1,"a":2}',
    '\uFEFF{}',
    '',
    '[',
    '{"a":\\u0000}',
  ]);
}

function uploadOf(pick: Pick, headers: Record<string, string>): string {
  headers['content-type'] = 'multipart/form-data; boundary=x';
  const name = pick.one(['a.mp3', '../../a', 'tin đọc.ogg', '', 'x'.repeat(300)]);
  const part = `--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\nOggS${'a'.repeat(pick.below(3_000))}\r\n`;
  return pick.one([`${part}--x--`, part, `${part}${part}--x--`, '--x--', part.slice(0, 40)]);
}

function describe(fields: object): string {
  const err = 'err' in fields ? fields.err : fields;
  return err instanceof Error ? (err.stack ?? err.message) : JSON.stringify(err);
}
