import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the output with one plain line, `412 passed, 0 failed, 3 skipped`, for whoever reads logs by machine. With
 * LOA_TEST_ALL=1 nothing may be skipped: every program a test can want is installed there.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      // A file that does not even load counts as one failure.
      if (module.state() === 'failed' && module.children.size === 0) counts.failed += 1;
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
    }
    const skipped = counts.skipped + counts.pending;
    process.on('exit', () => {
      process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${skipped} skipped\n`);
    });
    if (process.env.LOA_TEST_ALL === '1' && skipped > 0) {
      process.exitCode = 1;
      process.stdout.write(`LOA_TEST_ALL=1: ${skipped} tests were skipped, and none may be.\n`);
    }
  }
}
