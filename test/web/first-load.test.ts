import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstLoad, pageFiles, waitingForEachOther } from '../support/first-load.js';
import { LOOKED_AT } from '../support/web-pages.js';

const dist = join(import.meta.dirname, '../../controller/web/dist');
/** Issue 6: compressed, on a line of 400 kbit/s six seconds. */
const MOST = 300 * 1024;

describe.skipIf(!existsSync(join(dist, 'index.html')))('the first load', () => {
  it.each(['/dang-nhap', '/hom-nay', '/lich-phat'])('of %s is at most 300 KB', (path) => {
    const { bytes } = firstLoad(dist, path);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(MOST);
  });

  it.each(['/dang-nhap', '/hom-nay', '/lich-phat', '/them'])('of %s comes without antd', (path) => {
    const isAntd = (file: string) => /\/antd-/.test(file);
    expect(firstLoad(dist, path).files.filter(isAntd)).toEqual([]);
    expect(firstLoad(dist, '/ban-tin').files.filter(isAntd)).not.toEqual([]);
  });

  it('describes no schema for the API’s readers', () => {
    const describing = firstLoad(dist, '/hom-nay').files.filter((file) =>
      readFileSync(join(dist, file), 'utf8').includes('.meta({'),
    );
    expect(describing).toEqual([]);
  });

  it('comes in files of which no two wait for each other', () => {
    expect(waitingForEachOther(dist)).toEqual([]);
  });

  it('is known beforehand for every page', () => {
    const known = pageFiles(dist);
    // Nobody's page, and one that is opened once in a life.
    const rare = ['*', '/them-cach-xac-nhan'];
    const paths = LOOKED_AT.map(({ path }) => path).filter((path) => !rare.includes(path));
    expect(paths.filter((path) => !known[path]?.length)).toEqual([]);
    const named = [...new Set(Object.values(known).flat())];
    expect(named.filter((file) => !existsSync(join(dist, file)))).toEqual([]);
  });
});
