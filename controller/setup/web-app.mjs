import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the built app comes from, relative to the repository's folder. */
const SOURCES = [
  'controller/web/index.html',
  'controller/web/package.json',
  'controller/web/vite.config.ts',
  'controller/web/vite',
  'controller/web/public',
  'controller/web/src',
  'shared/src',
  'package-lock.json',
];

/** The command that builds the staff's app into controller/web/dist. */
export function buildWebApp(root) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  return [process.execPath, vite, 'build', '--logLevel', 'warn', join(root, 'controller', 'web')];
}

/**
 * Whether controller/web/dist was built from the sources as they are now.
 * @param {string} root the repository's folder
 */
export function webAppIsCurrent(root) {
  if (!existsSync(join(root, 'controller', 'web', 'dist', 'index.html'))) return false;
  try {
    return readFileSync(noteFile(root), 'utf8') === fingerprint(root);
  } catch {
    return false;
  }
}

/** Remembers what was just built; `fingerprint` as it was before the build began. */
export function noteWebApp(root, builtFrom) {
  mkdirSync(dirname(noteFile(root)), { recursive: true });
  writeFileSync(noteFile(root), builtFrom);
}

/** Names, lengths and times of every source: reading them all takes too long for a start that builds nothing. */
export function fingerprint(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesUnder(join(root, source))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${file}|${size}|${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

const noteFile = (root) => join(root, 'node_modules', '.cache', 'loa-web-built');

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
