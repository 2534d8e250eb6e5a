import { parseArgs } from 'node:util';
import { type DocumentFigures, fuzzDocuments } from './fuzz/run-documents.js';
import { fuzzHttp, type HttpFigures } from './fuzz/run-http.js';
import type { Proof, Proven } from './proof.js';

/** The same as test/attacks/fuzz.test.ts, a thousand times as long. */
export const proof: Proof = {
  name: 'fuzz',
  title: 'Bent documents are refused, and hostile requests are answered',
  run,
};

async function run({ args, say }: { args: readonly string[]; say: (line: string) => void }): Promise<Proven> {
  const options = {
    documents: { type: 'string', default: '1000000' },
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const seed = Number(values.seed);
  const crashes: string[] = [];
  const crashed = (error: unknown) => crashes.push(String(error));
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
  try {
    const documents = await timed(() => fuzzDocuments({ count: Number(values.documents), seed, say }));
    say(
      `Documents: ${documents.found.accepted.length} accepted, ${documents.found.crashes.length} crashes, ${documents.seconds} s.`,
    );
    const http = await timed(() => fuzzHttp({ count: Number(values.requests), seed, say }));
    const ok =
      documents.found.accepted.length + documents.found.crashes.length + http.found.broken.length === 0 &&
      crashes.length === 0;
    const lines = [...aboutDocuments(documents, seed), '', ...aboutHttp(http), ''];
    lines.push(`Exceptions that nobody caught: ${crashes.length}.`, ...fenced(crashes));
    return { ok, lines };
  } finally {
    process.off('uncaughtException', crashed);
    process.off('unhandledRejection', crashed);
  }
}

interface Timed<T> {
  found: T;
  seconds: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const began = performance.now();
  const found = await work();
  return { found, seconds: Math.round((performance.now() - began) / 1000) };
}

function aboutDocuments({ found, seconds }: Timed<DocumentFigures>, seed: number): string[] {
  const { tried, accepted, crashes, rewrapped, byKind, byMutation } = found;
  const same = [...rewrapped].reduce((sum, [, n]) => sum + n, 0);
  return [
    `${tried} bent documents from seed ${seed} in ${seconds} s: **${accepted.length} accepted, ${crashes.length} crashes**.`,
    'Bytes, payloads, protected headers and signatures were changed, and parts of true documents put together; one in',
    'fifty came to a door of another kind. Accepted means: believed, though no holder of a key signed what it says.',
    `${same} more said exactly what was signed, in another wrapping: JSON around a General JWS, a signature too many or`,
    'too few that nobody needs, the other half of an ECDSA signature. Such a grant has another id, which no plan names.',
    '',
    '| document | bent | same words, other wrapping |',
    '|---|---|---|',
    ...[...byKind].sort().map(([kind, n]) => `| ${kind} | ${n} | ${rewrapped.get(kind) ?? 0} |`),
    '',
    `By way: ${[...byMutation].map(([how, n]) => `${how} ${n}`).join(', ')}.`,
    ...fenced([...accepted, ...crashes]),
  ];
}

function aboutHttp({ found, seconds }: Timed<HttpFigures>): string[] {
  const { sent, broken, byStatus, neverDone, operations } = found;
  const statuses = [...byStatus].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`);
  return [
    `${sent} requests made from the OpenAPI document in ${seconds} s: **${broken.length} answers of 500**.`,
    'By every role, with ids that are there and ids that are not; half of the bodies as described, half bent or hostile.',
    '',
    `Answers: ${statuses.join(', ')}.`,
    '',
    `${operations - neverDone.length} of ${operations} operations were carried out at least once. Only refused (what they need, a true`,
    `signature or a code, is not found by chance): ${neverDone.map((name) => `\`${name}\``).join(', ')}.`,
    ...fenced(broken),
  ];
}

function fenced(found: readonly string[]): string[] {
  return found.length === 0 ? [] : ['', '```', ...found.slice(0, 20), '```'];
}
