import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commands } from '../../../controller/src/cli/commands.js';
import { configHelp } from '../../../controller/src/config.js';
import { knownNames } from '../../../edge-agent/src/config.js';
import { benches } from '../../bench/registry.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
/** Settings of the launcher, the command line and the tests. */
const OTHER_SETTINGS = ['LOA_SERVER', 'LOA_TOKEN', 'LOA_PASSWORD', 'LOA_TEST_ALL'];

describe.each(['README.md', 'docs/operations.md', 'docs/planning.md'])('%s', (page) => {
  const text = read(page);

  it('names only commands that exist, with options that they know', () => {
    const typed = [
      ...text.matchAll(
        /(?:^|[`(\s])(?:npm run (?:--silent )?loa --|loa|node controller\/dist\/cli\/main\.js) ((?:[a-z][a-z-]* ?)+)([^`\n#]*)/gm,
      ),
    ];
    expect(typed.length).toBeGreaterThan(0);
    for (const [line, words = '', rest = ''] of typed) {
      const command = commands.find(({ name }) => `${words.trim()} `.startsWith(`${name} `));
      if (!command) {
        // "loa COMMAND" and "loa stands for" are prose.
        expect(line).toMatch(/stands|--help|COMMAND/);
        continue;
      }
      const options = [...rest.matchAll(/(?<=\s|^)--([a-z-]+)/g)].map(([, option]) => option);
      expect(Object.keys(command.options), line).toEqual(expect.arrayContaining(options));
    }
  });

  it('names only npm scripts that exist', () => {
    for (const [, name] of text.matchAll(/npm run (?:--silent )?([a-z]+)/g))
      expect(Object.keys(scripts)).toContain(name);
  });

  it('names only settings that exist', () => {
    const proxy = readFileSync(join(repository, 'Caddyfile'), 'utf8').match(/LOA_[A-Z_]+/g) ?? [];
    const known = [
      ...(configHelp().match(/LOA_[A-Z_]+/g) ?? []),
      ...knownNames(),
      ...proxy,
      ...OTHER_SETTINGS,
    ];
    for (const [name] of text.matchAll(/LOA_[A-Z_]*[A-Z]/g)) expect(known).toContain(name);
  });

  it('links and points only to files that exist', () => {
    const folder = page.includes('/') ? 'docs' : '';
    for (const [, link = ''] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g))
      expect(existsSync(join(repository, folder, link)), link).toBe(true);
  });
});

it('every bench in the list is a file', () => {
  for (const name of Object.keys(benches))
    expect(existsSync(join(repository, 'test', 'bench', `${name}.ts`))).toBe(true);
});
