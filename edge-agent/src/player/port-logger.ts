import type { Logger } from '@loa/shared/ports/logger';
import type { EngineEvent } from './engine-messages.js';

/** A logger whose lines another thread writes. */
export function createPortLogger(
  post: (event: EngineEvent) => void,
  bound: Record<string, unknown> = {},
): Logger {
  const at = (level: Extract<EngineEvent, { kind: 'log' }>['level']) => {
    return (fields: Record<string, unknown>, message: string) =>
      post({ kind: 'log', level, fields: { ...bound, ...plain(fields) }, message });
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => createPortLogger(post, { ...bound, ...plain(fields) }),
  };
}

/** Only what may cross between threads. */
function plain(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => typeof value !== 'function' && typeof value !== 'symbol'),
  );
}
