import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Whether what npm installed is what the lock file asks for. npm keeps its own record of what it really installed
 * in node_modules/.package-lock.json and writes it last, so an interrupted installation is never taken for a whole one.
 * @param {string} root the repository's folder
 */
export function packagesAreCurrent(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  return wanted !== null && installed !== null && samePackages(wanted, installed);
}

/**
 * @param {Record<string, LockEntry>} wanted `packages` of package-lock.json
 * @param {Record<string, LockEntry>} installed `packages` of the hidden lock file
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry
 */
export function samePackages(wanted, installed) {
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue;
    const found = installed[path];
    // Optional packages for other platforms are not installed, and that is as it should be.
    if (!found && entry.optional) continue;
    if (!found || found.version !== entry.version || found.integrity !== entry.integrity) return false;
  }
  return true;
}

/** Which build of SQLite serves a Node; shared/src/node/sqlite.ts says why there are two. */
export function sqliteModule(nodeVersion) {
  return Number(nodeVersion.split('.')[0]) >= 22 ? 'better-sqlite3-napi' : 'better-sqlite3';
}

/** Whether the native SQLite module is there and fits this Node; tried in another process, as a misfit can crash. */
export function sqliteLoads(root) {
  const script = `new (require('${sqliteModule(process.versions.node)}'))(':memory:').close()`;
  return spawnSync(process.execPath, ['-e', script], { cwd: root, stdio: 'ignore' }).status === 0;
}

/** Node's own headers where they lie beside it, so that compiling SQLite downloads nothing. */
export function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}
