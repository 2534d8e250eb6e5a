import { createSeededRandom } from '../../support/seeded-random.js';
import { type Target, targets } from './documents.js';
import { MUTATIONS, type Mutation, mutate } from './mutate.js';
import { createPick } from './pick.js';

export interface DocumentFigures {
  tried: number;
  /** Believed, though it says something that nobody signed. */
  accepted: string[];
  /** Thrown instead of refused. */
  crashes: string[];
  /** Believed, and it says exactly what was signed, in another wrapping (JSON around a payload, a needless signature). */
  rewrapped: Map<string, number>;
  byKind: Map<string, number>;
  byMutation: Map<Mutation, number>;
}

/** Bends true documents `count` times and offers each to its door, and now and then to another's. */
export async function fuzzDocuments(options: {
  count: number;
  seed: number;
  say?: (line: string) => void;
}): Promise<DocumentFigures> {
  const { count, seed, say } = options;
  const pick = createPick(createSeededRandom(seed));
  const all = await targets();
  const signed = await signedTexts(all);
  const figures: DocumentFigures = {
    ...{ tried: 0, accepted: [], crashes: [] },
    ...{ rewrapped: new Map(), byKind: new Map(), byMutation: new Map() },
  };
  while (figures.tried < count) {
    const batch = Array.from({ length: Math.min(64, count - figures.tried) }, () => {
      const source = pick.one(all);
      const how = pick.one(MUTATIONS);
      const lent = all.map(({ bytes }) => bytes);
      const bytes = mutate(source.bytes, how, lent, pick);
      // One in fifty comes to a door that is another's.
      return { how, bytes, door: pick.chance(0.02) ? pick.one(all) : source };
    });
    await Promise.all(batch.map((each) => offer(each, signed, figures)));
    if (say && figures.tried % 100_000 < 64) say(`${figures.tried} documents …`);
  }
  return figures;
}

/** By door, what its keys' owners did sign: splicing may well put another true document together. */
async function signedTexts(all: readonly Target[]): Promise<Map<Target, ReadonlySet<string>>> {
  const signed = new Map<Target, ReadonlySet<string>>();
  for (const door of all) {
    if ((await door.believed(door.bytes)) === null)
      throw new Error(`${door.name} is refused as it is: the fuzzing would prove nothing`);
    const said = await Promise.all(all.map(({ bytes }) => door.believed(bytes)));
    signed.set(door, new Set(said.map((each) => JSON.stringify(each))));
  }
  return signed;
}

async function offer(
  { how, bytes, door }: { how: Mutation; bytes: Uint8Array; door: Target },
  signed: ReadonlyMap<Target, ReadonlySet<string>>,
  figures: DocumentFigures,
): Promise<void> {
  figures.tried += 1;
  count(figures.byKind, door.name);
  count(figures.byMutation, how);
  const told = (what: string) =>
    `${door.name}, ${how}: ${what} ${Buffer.from(bytes).toString('base64').slice(0, 2_000)}`;
  try {
    const said = await door.believed(bytes);
    if (said === null) return;
    if (signed.get(door)?.has(JSON.stringify(said))) count(figures.rewrapped, door.name);
    else figures.accepted.push(told('believed'));
  } catch (error) {
    figures.crashes.push(told(String(error)));
  }
}

function count<K>(tally: Map<K, number>, key: K): void {
  tally.set(key, (tally.get(key) ?? 0) + 1);
}
