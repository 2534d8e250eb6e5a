import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { SMALL_NODE } from '../../support/small-node.js';

const MADE = 20_000;
const PROGRAM = `
  import { generatePrivateJwk } from '@loa/shared/trust/keys';
  const made = new Set();
  for (let n = 0; n < ${MADE}; n++) made.add(generatePrivateJwk().d);
  console.log(made.size);
`;

// In a process of its own: what it holds against stops a process where no timer of its own can say so.
it('keys are made one after the other, each another, whenever a small box collects its memory', () => {
  const args = [
    ...SMALL_NODE,
    '--conditions=source',
    '--import',
    'tsx',
    '--input-type=module',
    '--eval',
    PROGRAM,
  ];
  const said = execFileSync(process.execPath, args, { timeout: 30_000, killSignal: 'SIGKILL' });
  expect(Number(said.toString())).toBe(MADE);
}, 40_000);
