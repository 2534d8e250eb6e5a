import { expect, it } from 'vitest';
import { packagesAreCurrent, samePackages } from '../../../controller/setup/npm-packages.mjs';

const lock = {
  '': { version: '0.1.0' },
  shared: { version: '0.1.0' },
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  'node_modules/esbuild-for-another-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const installed = { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } };

it('takes an installation without other platforms’ optional packages as whole', () => {
  expect(samePackages(lock, installed)).toBe(true);
});

it('sees a package that is missing, of another version or of other bytes', () => {
  expect(samePackages(lock, {})).toBe(false);
  expect(samePackages(lock, { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } })).toBe(false);
  expect(samePackages(lock, { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-c' } })).toBe(false);
});

it('sees an optional package of this platform that is of another version', () => {
  const stale = {
    ...installed,
    'node_modules/esbuild-for-another-system': { version: '0.9.0', integrity: 'sha512-b' },
  };
  expect(samePackages(lock, stale)).toBe(false);
});

it('finds nothing installed in an empty folder', () => {
  expect(packagesAreCurrent('/nonexistent')).toBe(false);
});
