import { newId } from '@loa/shared/ids';
import type { Request, RequestHandler, Response } from 'express';
import { bytesOnTheWay, deleteUpload, findUpload, insertUpload, uploadsOf } from '../db/uploads.js';
import { refusal } from './allow.js';
import { notFound, type ProblemAnswer, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import type { Authenticate } from './authenticate.js';
import { type Actor, roleMay } from './authorise.js';
import { UPLOAD_ID_HEADER, UPLOAD_LIFE_MS } from './resumable.js';
import { sendProblem } from './send-answer.js';

/** One person rarely sends more at once; what was given up expires by itself. */
const MOST_PENDING = 10;
/** What all uploads on their way may take from the disk, bytes. */
const MOST_BYTES = 20 * 1024 ** 3;
const METHODS = ['POST', 'HEAD', 'PATCH', 'DELETE'];

/**
 * Resumable uploads at /api/uploads: who may send, only one's own, not too much; the rest is the protocol's server's.
 * It is no route of the table because its bodies are not JSON; authorise decides here as well.
 */
export function createTusHandler(ports: ApiPorts, authenticate: Authenticate): RequestHandler {
  return (request, response, next) => {
    const begins = request.params.uploadId === undefined;
    if (!METHODS.includes(request.method) || (request.method === 'POST') !== begins) next();
    else serve(ports, authenticate, request, response).catch(next);
  };
}

async function serve(
  ports: ApiPorts,
  authenticate: Authenticate,
  request: Request,
  response: Response,
): Promise<void> {
  // The protocol lets one method stand for another; what we decide by is the method itself.
  if (request.headers['x-http-method-override'] !== undefined) {
    sendProblem(
      response,
      problem(400, 'bad_request', 'Cách gửi tệp này không được dùng. Hãy tải lại trang.'),
    );
    return;
  }
  const who = await authenticate(request);
  const refused =
    who.kind === 'problem' ? who : (refusal(roleMay(who.actor, 'recording.write')) ?? undefined);
  if (refused || who.kind === 'problem') {
    if (refused) sendProblem(response, refused);
    return;
  }
  const wrong =
    request.method === 'POST'
      ? await begin(ports, who.actor, request)
      : await ownUpload(ports, who.actor, request);
  if (wrong) {
    sendProblem(response, wrong);
    return;
  }
  await ports.resumable.handle(request, response);
  if (request.method === 'DELETE' && response.statusCode === 204) {
    await deleteUpload(ports.db, idOf(request));
  }
}

/** Writes the upload down before its first byte; its id goes to the protocol's server in a header. */
async function begin(
  { db, clock, random, resumable }: ApiPorts,
  actor: Actor,
  request: Request,
): Promise<ProblemAnswer | null> {
  const bytes = Number(request.headers['upload-length']);
  if (!Number.isSafeInteger(bytes) || bytes < 1) {
    return problem(400, 'no_length', 'Chưa rõ tệp lớn bao nhiêu nên chưa nhận được. Hãy chọn lại tệp.');
  }
  if (bytes > resumable.maxBytes) {
    const megabytes = Math.floor(resumable.maxBytes / 1024 / 1024);
    return problem(
      413,
      'too_large',
      `Tệp lớn quá giới hạn ${megabytes} MB. Hãy lưu lại ở dạng mp3 hoặc m4a rồi tải lên.`,
    );
  }
  if ((await uploadsOf(db, actor.accountId)).length >= MOST_PENDING) {
    return problem(
      429,
      'too_many_uploads',
      `Bạn đang có ${MOST_PENDING} tệp tải lên dở dang. Hãy tải tiếp hoặc bỏ bớt rồi thử lại.`,
    );
  }
  if ((await bytesOnTheWay(db)) + bytes > MOST_BYTES) {
    return problem(503, 'busy', 'Máy chủ đang nhận quá nhiều tệp. Hãy thử lại sau ít phút.');
  }
  const id = newId('upload', random);
  const createdAt = clock.now();
  await insertUpload(db, {
    ...{ id, accountId: actor.accountId, fileName: fileNameOf(request), bytes, createdAt },
    ...{ expiresAt: createdAt + UPLOAD_LIFE_MS, recordingSha256: null },
  });
  request.headers[UPLOAD_ID_HEADER] = id;
  return null;
}

async function ownUpload({ db }: ApiPorts, actor: Actor, request: Request): Promise<ProblemAnswer | null> {
  const found = await findUpload(db, idOf(request), actor.accountId);
  return found && found.recordingSha256 === null ? null : notFound('lần tải lên này');
}

function idOf(request: Request): string {
  const id = request.params.uploadId;
  return typeof id === 'string' ? id : '';
}

/** `Upload-Metadata`: comma-separated pairs of a key and its value in base64. */
export function fileNameOf(request: Pick<Request, 'headers'>): string {
  const metadata = request.headers['upload-metadata'];
  for (const pair of (typeof metadata === 'string' ? metadata : '').split(',')) {
    const [key, value = ''] = pair.trim().split(' ');
    if (key !== 'filename' && key !== 'name') continue;
    const name = Buffer.from(value, 'base64').toString('utf8').normalize('NFC');
    const clean = name.replace(/\p{Cc}/gu, '').trim();
    if (clean !== '') return clean.slice(0, 200);
  }
  return 'Tệp âm thanh';
}
