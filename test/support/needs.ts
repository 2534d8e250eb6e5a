import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

const SEARCH_PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

/** Where a program is, or null. */
export function findProgram(name: string): string | null {
  const found = spawnSync('/bin/sh', ['-c', 'command -v "$0"', name], {
    env: { PATH: SEARCH_PATH },
    encoding: 'utf8',
  });
  return found.status === 0 ? found.stdout.trim() : null;
}

/**
 * A `describe` for tests that need a program which a bare machine lacks. Without it they are skipped, loudly; with
 * `LOA_TEST_ALL=1`, as in CI, that is a failure.
 */
export function describeNeeding(program: string, name: string, tests: (path: string) => void): void {
  describeWith(findProgram(program), { program, name, tests });
}

/** As `describeNeeding`; without any window of its own the same browser takes a third less time. */
export function describeInChromium(name: string, tests: (path: string) => void): void {
  const path = findProgram('chromium-headless-shell') ?? findProgram('chromium');
  describeWith(path, { program: 'chromium', name, tests });
}

function describeWith(
  path: string | null,
  { program, name, tests }: { program: string; name: string; tests: (path: string) => void },
): void {
  if (path !== null) {
    describe(name, () => tests(path));
    return;
  }
  if (process.env.LOA_TEST_ALL === '1') {
    throw new Error(`LOA_TEST_ALL=1, but ${program} is not installed: ${name} cannot run.`);
  }
  process.stderr.write(`\n*** SKIPPED for want of ${program}: ${name}\n`);
  describe.skip(`${name} (needs ${program})`, () => tests(program));
}
