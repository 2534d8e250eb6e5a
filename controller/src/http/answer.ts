import type { FieldProblem } from '@loa/shared/api/problem';
import { fieldName } from './field-names.js';

/** What a route's handler answers; `send-answer.ts` turns it into HTTP. */
export type Answer<T> =
  | JsonAnswer<T>
  | EmptyAnswer
  | TextAnswer
  | FileAnswer
  | DownloadAnswer
  | EventsAnswer
  | ProblemAnswer;

export interface JsonAnswer<T> {
  kind: 'json';
  status: 200 | 201 | 503;
  body: T;
  cookie?: SessionCookie;
}

export interface EmptyAnswer {
  kind: 'empty';
  cookie?: SessionCookie;
}

/** A text of another type than JSON, made for this answer. */
export interface TextAnswer {
  kind: 'text';
  contentType: string;
  body: string;
}

/** The session's token, or null to forget it. */
export interface SessionCookie {
  token: string | null;
  expiresAt: number;
}

/** A file made for this answer, to be kept under its name. */
export interface DownloadAnswer {
  kind: 'download';
  contentType: string;
  fileName: string;
  body: Uint8Array;
}

/** Immutable bytes, named by their hash; ranges are honoured. */
export interface FileAnswer {
  kind: 'file';
  path: string;
  contentType: string;
  sha256: string;
}

/** Server-sent events: `open` is given how to send and returns how to stop. */
export interface EventsAnswer {
  kind: 'events';
  open(stream: EventStream): () => void;
}

export interface EventStream {
  send(event: string, data: unknown): void;
  /** A comment that keeps proxies and phones from closing the line. */
  beat(): void;
  close(): void;
}

export interface ProblemAnswer {
  kind: 'problem';
  status: ProblemStatus;
  /** For programs. */
  code: string;
  /** Vietnamese: what happened, to what, what to do. */
  message: string;
  details?: unknown;
}

export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 416 | 422 | 429 | 500 | 503 | 507;

export function json<T>(body: T, status: 200 | 201 = 200): JsonAnswer<T> {
  return { kind: 'json', status, body };
}

export const empty: EmptyAnswer = { kind: 'empty' };

export function problem(
  status: ProblemStatus,
  code: string,
  message: string,
  details?: unknown,
): ProblemAnswer {
  return { kind: 'problem', status, code, message, ...(details === undefined ? {} : { details }) };
}

/** `what` completes "Không tìm thấy …": the thing's name in lower case. */
export function notFound(what: string): ProblemAnswer {
  return problem(
    404,
    'not_found',
    `Không tìm thấy ${what}. Có thể đã bị xóa hoặc đường dẫn sai; hãy tải lại trang.`,
  );
}

export function badFields(fields: Omit<FieldProblem, 'name'>[]): ProblemAnswer {
  const details = fields.map(({ field, message }): FieldProblem => {
    const name = fieldName(field);
    return { field, ...(name === undefined ? {} : { name }), message };
  });
  return problem(
    400,
    'invalid_request',
    'Dữ liệu gửi lên chưa đúng. Hãy sửa các mục được nêu rồi gửi lại.',
    details,
  );
}
