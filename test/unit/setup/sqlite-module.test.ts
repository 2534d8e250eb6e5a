import { sqliteModule } from '@loa/shared/node/sqlite';
import { describe, expect, it } from 'vitest';
import { sqliteModule as sqliteModuleOfSetup } from '../../../controller/setup/npm-packages.mjs';

describe('the SQLite module', () => {
  it.each([
    ['20.19.0', 'better-sqlite3'],
    ['20.20.2', 'better-sqlite3'],
    ['22.23.2', 'better-sqlite3-napi'],
    ['24.21.0', 'better-sqlite3-napi'],
  ])('on Node %s is %s, for the programs and for the set-up that tries it first', (version, name) => {
    expect(sqliteModule(version)).toBe(name);
    expect(sqliteModuleOfSetup(version)).toBe(name);
  });
});
