import { join } from 'node:path';
import { type LoadedKey, loadOrCreateKeyFile } from './key-files.js';

export const CONTROLLER_KEY_FILE = 'controller.jwk';

/**
 * The key that signs plans, receipts, overrides, tokens and time. It lives online, so it can only narrow: what may
 * sound is for people's keys. A roster names it before any box believes it.
 */
export function loadControllerKey(keysFolder: string): Promise<LoadedKey> {
  return loadOrCreateKeyFile(join(keysFolder, CONTROLLER_KEY_FILE), 'controller');
}
