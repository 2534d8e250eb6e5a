import { parseArgs } from 'node:util';
import type { Bench, Figure } from './figure.js';

const DEFAULT_ROUNDS = 3;

export interface BenchRunnerPorts {
  say(line: string): void;
  benches: Record<string, { about: string; load: () => Promise<{ bench: Bench }> }>;
}

/** `--list`, or `NAME [--json] [--rounds N]`. Resolves to the exit code. */
export async function runBench(argv: readonly string[], { say, benches }: BenchRunnerPorts): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { list: { type: 'boolean' }, json: { type: 'boolean' }, rounds: { type: 'string' } },
  });
  const list = () => {
    for (const [name, { about }] of Object.entries(benches)) say(`${name.padEnd(12)} ${about}`);
  };
  if (values.list) {
    list();
    return 0;
  }
  const [name = ''] = positionals;
  const chosen = Object.hasOwn(benches, name) ? benches[name] : undefined;
  const rounds = Number(values.rounds ?? DEFAULT_ROUNDS);
  if (!chosen || !Number.isInteger(rounds) || rounds < 1) {
    say('Usage: npm run bench -- NAME [--json] [--rounds N]; the names:');
    list();
    return 2;
  }
  const { bench } = await chosen.load();
  for await (const figure of bench.run({ rounds })) say(values.json ? asJson(figure) : asText(figure));
  return 0;
}

/** Always these fields in this order, whatever else a bench adds. */
function asJson({ bench, measure, value, unit, peer, peerValue, ratio }: Figure): string {
  return JSON.stringify({ bench, measure, value, unit, peer, peerValue, ratio });
}

function asText({ bench, measure, value, unit, peer, peerValue, ratio }: Figure): string {
  return `${bench} ${measure}: ${shown(value)} ${unit}; ${peer}: ${shown(peerValue)} ${unit}; ratio ${shown(ratio)}`;
}

function shown(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
