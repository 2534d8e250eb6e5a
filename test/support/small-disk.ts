import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';

/**
 * A `describe` with a file system of its own of so many kB, so that "disk full" is the kernel's word and not a fake's.
 * Where mounting is not allowed it is skipped, loudly; with `LOA_TEST_ALL=1` that is a failure.
 */
export function describeOnSmallDisk(
  name: string,
  kilobytes: number,
  tests: (folder: () => string) => void,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'loa-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true, force: true });
    if (process.env.LOA_TEST_ALL === '1')
      throw new Error(`LOA_TEST_ALL=1, but tmpfs cannot be mounted: ${name}`);
    process.stderr.write(`\n*** SKIPPED for want of the right to mount: ${name}\n`);
    describe.skip(`${name} (needs the right to mount)`, () => tests(() => folder));
    return;
  }
  describe(name, () => {
    afterAll(() => {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true, force: true });
    });
    tests(() => folder);
  });
}
