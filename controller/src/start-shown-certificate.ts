import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { SettingError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { TlsFiles } from './config-listeners.js';
import type { Shown } from './http/server.js';

/** How often files are looked at; certbot and its kin renew weeks ahead. */
const LOOK_MS = 60_000;

/** The staff's certificate. Throws `SettingError` when it cannot be used. */
export async function readTlsFiles({ certificate, key }: TlsFiles): Promise<Shown> {
  const [cert, secret] = await Promise.all([
    readText('LOA_TLS_CERT', certificate),
    readText('LOA_TLS_KEY', key),
  ]);
  try {
    createSecureContext({ cert, key: secret });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingError(`LOA_TLS_CERT and LOA_TLS_KEY cannot be used together: ${why}.`);
  }
  return { certificate: cert, key: secret };
}

export interface KeepShownPorts<T extends Shown> {
  /** What is shown now. */
  shown: Shown;
  read(): Promise<T>;
  show(shown: T): void;
  clock: Clock;
  log: Logger;
}

/** Shows what the files hold whenever they change; half-written ones are left for the next look. Returns `stop`. */
export function keepShown<T extends Shown>({ shown, read, show, clock, log }: KeepShownPorts<T>): () => void {
  let now: Shown = shown;
  let stopped = false;
  const look = async () => {
    try {
      const next = await read();
      if (stopped || (next.certificate === now.certificate && next.key === now.key)) return;
      createSecureContext({ cert: next.certificate, key: next.key });
      show(next);
      now = next;
      log.info({}, 'Another certificate is shown from now on');
    } catch (error) {
      log.error({ error: String(error) }, 'The certificate files cannot be used; the former one stays');
    }
  };
  let cancel = () => {};
  const later = () => {
    cancel = clock.after(LOOK_MS, () => {
      void look().then(() => {
        if (!stopped) later();
      });
    });
  };
  later();
  return () => {
    stopped = true;
    cancel();
  };
}

async function readText(setting: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new SettingError(`${setting}: ${path} cannot be read.`);
  });
}
