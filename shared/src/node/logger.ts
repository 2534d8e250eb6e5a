import { pino } from 'pino';
import type { Logger } from '../ports/logger.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** JSON lines on standard error, so that standard output stays free for what a person asked for. */
export function createLogger(name: string, level: LogLevel): Logger {
  return pino({ name, level }, pino.destination({ fd: 2, sync: true }));
}
