import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GRANT_REFUSALS } from '../../controller/src/http/grant-refusals.js';
import { languageName } from '../../controller/src/planning/plan/language-name.js';
import appWords from '../../controller/web/src/app/texts.vi.js';
import { KEPT_OUT, vietnameseTexts } from '../support/vietnamese-texts.js';

const src = join(import.meta.dirname, '../../controller/web/src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' });
const folders = files
  .filter((name) => name.endsWith('texts.vi.ts'))
  .map((name) => name.slice(0, -'texts.vi.ts'.length));

type Texts = { readonly [key: string]: string | Texts };

async function textsOf(folder: string, language: string): Promise<Map<string, string>> {
  const file: { default: Texts } = await import(join(src, folder, `texts.${language}.ts`));
  const flat = new Map<string, string>();
  const walk = (texts: Texts, path: string) => {
    for (const [key, value] of Object.entries(texts)) {
      if (typeof value === 'string') flat.set(path + key, value);
      else walk(value, `${path}${key}.`);
    }
  };
  walk(file.default, '');
  return flat;
}

const holes = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

describe('the words of the pages', () => {
  it('are there', () => expect(folders.length).toBeGreaterThanOrEqual(6));

  it.each(folders)('%s: every key stands in both languages, with the same holes', async (folder) => {
    const vi = await textsOf(folder, 'vi');
    const en = await textsOf(folder, 'en');
    const singular = (key: string) => key.endsWith('_one') && vi.has(key.replace(/_one$/, '_other'));
    expect([...en.keys()].filter((key) => !singular(key)).sort()).toEqual([...vi.keys()].sort());
    for (const [key, text] of vi) {
      expect({ key, holes: holes(en.get(key) ?? '') }).toEqual({ key, holes: holes(text) });
    }
  });

  it.each(folders)('%s: none names how it works inside, with marks or without', async (folder) => {
    const texts = [...(await textsOf(folder, 'vi')).values()].map((text) => text.replace(/\{\{\w+\}\}/g, ''));
    expect(texts.filter((text) => KEPT_OUT.test(text))).toEqual([]);
  });

  it('stand in texts files alone: a component writes no Vietnamese of its own', () => {
    // A language's and a browser's own names.
    const allowed = [
      'components/language-switch.tsx',
      'features/profile/machine-name.ts',
      'service-worker.js',
    ];
    const wrong = files
      .filter((name) => /\.tsx?$/.test(name) && !/texts\.\w\w\.ts$/.test(name) && !allowed.includes(name))
      .flatMap((name) => {
        const code = readFileSync(join(src, name), 'utf8')
          .replace(/\/\*[\s\S]*?\*\//g, '')
          .replace(/^\s*\/\/.*$/gm, '');
        return vietnameseTexts(code)
          .filter((text) => text.length > 4)
          .map((text) => `${name}: ${text}`);
      });
    expect(wrong).toEqual([]);
  });

  it('call languages as the controller’s sentences do', () => {
    const { speech } = appWords;
    const sentences = Object.keys(speech).map((tag) => [tag, languageName(tag).replace(/^t/, 'T')]);
    expect(Object.fromEntries(sentences)).toEqual(speech);
  });

  it('also in refusals of approvals leave out the words of the machine room', () => {
    expect(Object.values(GRANT_REFUSALS).filter((text) => KEPT_OUT.test(text))).toEqual([]);
  });
});

describe('the page', () => {
  const html = readFileSync(join(src, '../index.html'), 'utf8');

  it('loads nothing from elsewhere and runs no inline code', () => {
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/\son\w+=|style=|<script(?![^>]*src=)/);
  });

  it('leaves a keyboard outside of nothing: what opens takes the focus and gives it back', () => {
    const own = ['components/dialog.tsx'];
    const wrong = files.filter((name) => {
      if (!name.endsWith('.tsx') || own.includes(name)) return false;
      const code = readFileSync(join(src, name), 'utf8');
      const drawer = /<Drawer\b/.test(code) && !/\buseFocusBack\(/.test(code);
      return drawer || /<(Modal|Popconfirm|Popover)\b/.test(code);
    });
    expect(wrong).toEqual([]);
  });

  it('has no code that loads from elsewhere', () => {
    const sources = files.filter((name) => /\.(tsx?|css|js)$/.test(name));
    const foreign = sources.filter((name) => /https?:\/\//.test(readFileSync(join(src, name), 'utf8')));
    expect(foreign).toEqual([]);
  });
});
