import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nodeTrouble } from '../../../controller/setup/node-version.mjs';

it.each(['20.19.0', '20.20.2', '22.1.0', '24.11.1'])('Node %s is good', (version) => {
  expect(nodeTrouble(version)).toBeNull();
});

it.each(['18.20.0', '20.18.3', '25.0.0'])('Node %s is refused with what to do', (version) => {
  expect(nodeTrouble(version)).toMatch(new RegExp(`${version}.*\\n.*nodejs.org`));
});

it('says the same as package.json', () => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ engines: { node: '>=20.19 <25' } });
});
