import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BoxCondition } from '@loa/shared/api/boxes';
import { PlaybackState, Reason } from '@loa/shared/playback';
import { describe, expect, it } from 'vitest';
import { GRANT_REFUSALS } from '../../../controller/src/http/grant-refusals.js';

const web = join(import.meta.dirname, '../../../controller/web');
const read = (name: string) => readFileSync(join(web, name), 'utf8');

/** What staff must never have to read (APP.md). */
const KEPT_OUT = /\b(hash|grant|override|revision|offline|online|mqtt|box|cluster|roster)\b/i;

/** Texts in quotes or backticks that hold Vietnamese letters are for people. */
function vietnameseTexts(source: string): string[] {
  const texts = source.match(/'[^'\n]*'|`[^`]*`|>[^<>{}]+</g) ?? [];
  return texts.filter((text) => /[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]/i.test(text));
}

describe('the words on the page', () => {
  it('leave out the words of the machine room', () => {
    const sources = [
      ...readdirSync(web)
        .filter((name) => /\.(js|html)$/.test(name))
        .map(read),
      ...Object.values(GRANT_REFUSALS).map((text) => `'${text}'`),
    ];
    // What stands in ${…} is code, not text.
    const texts = sources.flatMap(vietnameseTexts).map((text) => text.replace(/\$\{[^}]*\}/g, ''));
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.filter((text) => KEPT_OUT.test(text))).toEqual([]);
  });

  it('also in every answer of the API', () => {
    const folder = join(import.meta.dirname, '../../../controller/src/http');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const texts = files
      .filter((name) => !name.startsWith('agent'))
      .flatMap((name) => vietnameseTexts(readFileSync(join(folder, name), 'utf8')))
      .map((text) => text.replace(/\$\{[^}]*\}/g, ''));
    expect(texts.length).toBeGreaterThan(60);
    expect(texts.filter((text) => KEPT_OUT.test(text))).toEqual([]);
  });

  it('has one for every state, reason and condition', () => {
    const words = read('words.js');
    for (const state of PlaybackState.options) expect(words).toMatch(new RegExp(`\\b${state}: \\[`));
    for (const reason of Reason.options) expect(words).toMatch(new RegExp(`\\b${reason}: '`));
    for (const kind of BoxCondition.shape.kind.options) expect(words).toContain(`case '${kind}':`);
  });

  it('loads nothing from elsewhere and runs no inline code', () => {
    const html = read('index.html');
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/\son\w+=|style=|<script(?![^>]*src=)/);
  });
});
