import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that hold sound against the clock: last and one file at a time, so that no other test delays a sample. */
const REAL_TIME = ['test/e2e/village-hears.test.ts', 'test/integration/agent-audio/heard*.test.ts'];
/** Tests that mostly wait for processes of ours. */
const WHOLE = ['test/e2e/**/*.test.ts'];

/** Tests run against the TypeScript sources; only the processes that end-to-end tests start run from dist. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    exclude: [...configDefaults.exclude, '**/dist/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: ['default', './test/support/summary-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...WHOLE, ...REAL_TIME],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: WHOLE,
          exclude: [...configDefaults.exclude, ...REAL_TIME],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'real-time', include: REAL_TIME, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
