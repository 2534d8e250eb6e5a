import { ImportedRecording } from '@loa/shared/api/recordings';
import i18next from 'i18next';
import { ask } from '../../lib/api.js';
import { NO_LINE, ProblemError } from '../../lib/problem-error.js';
import { changeTake, readTake, soundOf, takeMade } from './takes.js';

/** A piece that a slow line carries in a few seconds; a break costs no more than one, bytes. */
const PIECE = 512 * 1024;
const RETRIES_MS = [0, 1000, 3000, 5000];

/**
 * Sends a kept sound in pieces, goes on where an earlier attempt ended, and lets the controller make a recording of it.
 * Rejects with a ProblemError; the sound stays kept until the recording is made.
 */
export function uploadTake(
  takeId: string,
  onProgress: (share: number) => void = () => {},
): Promise<ImportedRecording> {
  const running = underWay.get(takeId);
  if (running) return running;
  const upload = uploadOnce(takeId, onProgress).finally(() => underWay.delete(takeId));
  underWay.set(takeId, upload);
  return upload;
}

/** Whoever presses "Tiếp" before it is up waits for the same sending. */
const underWay = new Map<string, Promise<ImportedRecording>>();

async function uploadOnce(takeId: string, onProgress: (share: number) => void): Promise<ImportedRecording> {
  const take = await readTake(takeId);
  if (take?.made) return take.made;
  const file = take && (await soundOf(take));
  if (!file) throw new ProblemError(0, 'take_gone', i18next.t('bulletins:sound.gone'));
  const begun = take.uploadUrl;
  const url = await send(file, begun, onProgress, (next) => void changeTake(takeId, { uploadUrl: next }));
  await changeTake(takeId, { uploadUrl: url });
  const made = await finish(url).catch(async (error: unknown) => {
    // The controller has forgotten it, or could not use it: the next attempt begins anew.
    if (error instanceof ProblemError && error.status >= 400 && error.status < 500) {
      await changeTake(takeId, { uploadUrl: null });
    }
    throw error;
  });
  await takeMade(takeId, made);
  return made;
}

/** Part of the page that comes when it is first needed; without a line it does not come. */
export function loadTus() {
  return import('tus-js-client').catch(() => {
    throw new ProblemError(0, NO_LINE, i18next.t('error.noLine'));
  });
}

function finish(url: string): Promise<ImportedRecording> {
  const id = url.split('/').at(-1) ?? '';
  return ask('POST', `/uploads/${id}/finish`, ImportedRecording);
}

async function send(
  file: File,
  begun: string | null,
  onProgress: (share: number) => void,
  onUrl: (url: string) => void,
): Promise<string> {
  const { Upload, DetailedError } = await loadTus();
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: '/api/uploads',
      ...(begun === null ? {} : { uploadUrl: begun }),
      chunkSize: PIECE,
      retryDelays: RETRIES_MS,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, filetype: file.type },
      onProgress: (sent, all) => onProgress(all === 0 ? 0 : sent / all),
      onUploadUrlAvailable: () => onUrl(upload.url ?? ''),
      onSuccess: () => resolve(upload.url ?? ''),
      onError(error) {
        const answer = error instanceof DetailedError ? error.originalResponse : null;
        reject(problemOf(answer?.getStatus() ?? 0, answer?.getBody() ?? ''));
      },
    });
    upload.start();
  });
}

function problemOf(status: number, body: string): ProblemError {
  if (status === 0) return new ProblemError(0, NO_LINE, i18next.t('error.noLine'));
  return new ProblemError(status, 'upload', messageIn(body) ?? i18next.t('error.noAnswer'));
}

/** The controller's own words, where the body holds them. */
function messageIn(body: string): string | null {
  return /"message":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? null;
}
