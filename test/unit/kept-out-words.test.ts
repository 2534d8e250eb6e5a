import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEPT_OUT, vietnameseTexts } from '../support/vietnamese-texts.js';

const root = join(import.meta.dirname, '../..');

/** Whatever people may come to read: by folder or file, and how many texts are in it at least. */
const WRITTEN = [
  ['answers of the API', 'controller/src/http', 300],
  ['reasons, warnings and sentences about timetables', 'controller/src/planning', 150],
  ['headings and cells of sheets', 'controller/src/reports', 15],
  ['sheets that are read', 'controller/src/library', 1],
  ['the demo commune', 'controller/src/demo', 20],
  ['everything else that the controller says', 'controller/src', 800],
  ['what a receiver says', 'edge-agent/src', 1],
  ['words that controller and app share', 'shared/src', 60],
  ['the app', 'controller/web/src', 1_500],
  ['its first paint', 'controller/web/vite', 0],
  ['its page before it has come', 'controller/web/index.html', 2],
  ['its name on a home screen', 'controller/web/public/manifest.webmanifest', 3],
  ['what npm start says', 'controller/setup', 0],
] as const;

describe('what staff read', () => {
  it.each(WRITTEN)('%s: none names how it works inside', (_, path, least) => {
    const texts = textsIn(join(root, path));
    expect(texts.length).toBeGreaterThanOrEqual(least);
    expect(texts.filter((text) => KEPT_OUT.test(text))).toEqual([]);
  });
});

describe('the search for it', () => {
  it('sees every way in which a text is written down, and no code around it', () => {
    const code = `say('Bộ box lạ'); // it's hash đây
      say(\`\${cluster.id}: cụm\`); <p>Chạy offline mất</p>; { "name": "đổi grant" }`;
    expect(vietnameseTexts(code).filter((text) => KEPT_OUT.test(text))).toEqual([
      ...["'Bộ box lạ'", '>Chạy offline mất<', '"đổi grant"'],
    ]);
  });

  it('knows every Vietnamese letter', () => {
    const letters = 'ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữựđ';
    expect([...letters].filter((letter) => vietnameseTexts(`'${letter}'`).length === 0)).toEqual([]);
  });
});

function textsIn(path: string): string[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
    : [path];
  return files
    .filter((name) => /\.(tsx?|m?js|json|html|webmanifest)$/.test(name))
    .flatMap((name) => vietnameseTexts(readFileSync(name, 'utf8')));
}
