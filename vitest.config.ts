import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Tests that keep what they change to themselves: they share their workers' modules, so that each file need not load
 * them anew, which takes longer than most of these tests. What stubs a module, a rule or a global is not among them.
 */
const SHARING = [
  'test/{architecture,contract,unit,web}/**/*.test.ts',
  'test/integration/{cli,db,dispatch,http,trust}/**/*.test.ts',
];
/** Tests that hold sound against the clock: last and one file at a time, so that no other test delays a sample. */
const REAL_TIME = [
  'test/e2e/{village-hears,wrong-clocks}.test.ts',
  'test/integration/agent-audio/heard*.test.ts',
];
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
          name: 'sharing',
          include: SHARING,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...SHARING, ...WHOLE, ...REAL_TIME],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: WHOLE,
          exclude: [...configDefaults.exclude, ...REAL_TIME],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'real-time', include: REAL_TIME, maxWorkers: 1, sequence: { groupOrder: 3 } },
      },
    ],
  },
});
