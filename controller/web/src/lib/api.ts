import { FieldProblem, Problem } from '@loa/shared/api/problem';
import { z } from 'zod';
import { tellControllerTime } from './clock.js';
import i18next from './i18n.js';
import { createPatience } from './patience.js';
import { isUnattended } from './presence.js';
import { NO_LINE, ProblemError } from './problem-error.js';
import { signInAgain } from './session-end.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Ask {
  /** Sent as JSON; a FormData goes as it is. */
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** What stands after `?`; nulls, undefined and empty texts are left out. */
  query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  /** When what is changed had last been changed as it was read: refused with 412 where that is no longer so. */
  readAt?: number | undefined;
}

/**
 * Asks the controller and parses what it answers; rejects with a ProblemError. When the session has ended, it waits for
 * the person to sign in over the page and asks once more: nobody loses what they typed.
 */
export function ask<T>(method: Method, path: string, schema: z.ZodType<T>, how: Ask = {}): Promise<T> {
  return overSessionEnd(path, () => askOnce(method, path, schema, how));
}

/** A file with the name that the controller gave it; rejects as `ask` does. */
export function askFile(path: string, how: Ask = {}): Promise<{ name: string | null; body: Blob }> {
  return overSessionEnd(path, async () => {
    const response = await send('GET', path, how);
    if (!response.ok) throw problemOf(response, await response.json().catch(() => null));
    return { name: fileName(response.headers.get('content-disposition')), body: await response.blob() };
  });
}

async function overSessionEnd<T>(path: string, asked: () => Promise<T>): Promise<T> {
  try {
    return await asked();
  } catch (error) {
    if (!isSessionEnd(error, path) || !(await signInAgain())) throw error;
    return asked();
  }
}

/** For answers without a body (204), or whose body nobody needs. */
export const Nothing = z.unknown().transform(() => null);

/** What only reads is given up after a while, as if the line were down; what changes something may take its time. */
async function answerTo(
  method: Method,
  path: string,
  how: Ask,
): Promise<{ response: Response; body: unknown }> {
  const patience = method === 'GET' ? createPatience(how.signal) : null;
  try {
    const response = await send(method, path, patience ? { ...how, signal: patience.signal } : how);
    const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    if (patience?.ranOut()) throw noLine();
    return { response, body };
  } catch (error) {
    throw patience?.ranOut() ? noLine() : error;
  } finally {
    patience?.end();
  }
}

async function askOnce<T>(method: Method, path: string, schema: z.ZodType<T>, how: Ask): Promise<T> {
  const { response, body } = await answerTo(method, path, how);
  if (!response.ok) throw problemOf(response, body);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // The controller was renewed under an open page.
  throw new ProblemError(response.status, 'not_understood', i18next.t('error.notUnderstood'), {
    path,
    issues: parsed.error.issues.slice(0, 3),
  });
}

function problemOf({ status }: Response, body: unknown): ProblemError {
  const parsed = Problem.safeParse(body);
  if (!parsed.success) return new ProblemError(status, 'http', i18next.t('error.noAnswer'));
  const { code, message, details } = parsed.data.error;
  return new ProblemError(status, code, message, details);
}

/** RFC 6266: the name in UTF-8 where it has letters beyond ASCII, else the plain one. */
export function fileName(disposition: string | null): string | null {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '') ?? [];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? null;
}

async function send(method: Method, path: string, { body, signal, query, readAt }: Ask): Promise<Response> {
  const form = body instanceof FormData;
  const sentAt = performance.now();
  try {
    const response = await fetch(`/api${path}${queryText(query)}`, {
      method,
      credentials: 'same-origin',
      ...(signal ? { signal } : {}),
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      headers: {
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...(readAt === undefined ? {} : { 'if-match': `"${readAt}"` }),
        ...(isUnattended() ? { 'loa-unattended': '1' } : {}),
      },
    });
    const told = response.headers.get('loa-now');
    if (told !== null) tellControllerTime(Number(told), performance.now() - sentAt);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw noLine();
  }
}

function noLine(): ProblemError {
  return new ProblemError(0, NO_LINE, i18next.t('error.noLine'));
}

function queryText(query: Ask['query']): string {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') text.set(name, String(value));
  }
  return text.size === 0 ? '' : `?${text}`;
}

function isSessionEnd(error: unknown, path: string): boolean {
  return error instanceof ProblemError && error.status === 401 && !path.startsWith('/session');
}

const Fields = z.array(FieldProblem);

/** Which fields of a form the controller could not use, with its words for each. */
export function fieldProblems(error: unknown): FieldProblem[] {
  if (!(error instanceof ProblemError)) return [];
  const parsed = Fields.safeParse(error.details);
  return parsed.success ? parsed.data : [];
}

/** “Tiêu đề – Chưa ghi gì” */
export const fieldWords = ({ name, message }: FieldProblem): string =>
  name === undefined ? message : `${name} – ${message}`;

/** All that the controller said, for what is kept as one text: what went wrong, in which fields and why. */
export function problemWords(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return [said, ...fieldProblems(error).map((each) => `${fieldWords(each)}.`)].join(' ');
}
