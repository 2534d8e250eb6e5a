import { MAX_EARLIER } from '@loa/shared/trust/check-roster';
import { parseHeader } from '@loa/shared/trust/envelope';
import { GeneralJws } from '@loa/shared/trust/general';

/** As much of a roster's document may be earlier versions: boxes pay for every byte and take 1 MB at most. */
const MAX_BYTES = 400 * 1024;

/**
 * The document that boxes get: the newest version, with those before it that a box needs which was off or enrolled
 * since. They begin with the last one that the first root signed, which every box can verify.
 *
 * @param versions as signed, oldest first, at least one
 */
export function publishedRoster(versions: readonly Uint8Array[]): Uint8Array {
  const documents = versions.map((bytes) =>
    GeneralJws.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))),
  );
  const [first] = documents;
  const newest = versions.at(-1);
  if (!first || !newest) throw new RangeError('No version of the roster was given.');
  const root = new Set(signersOf(first));
  const anchor = documents.findLastIndex((document) => signersOf(document).some((kid) => root.has(kid)));
  // Most communes: the root signed the newest itself, and its bytes go out as they are.
  if (anchor === documents.length - 1) return newest;
  const earlier = documents.slice(anchor, -1).slice(-MAX_EARLIER);
  while (earlier.length > 0 && JSON.stringify(earlier).length > MAX_BYTES) earlier.shift();
  return Buffer.from(JSON.stringify({ ...documents.at(-1), earlier }), 'utf8');
}

function signersOf({ signatures }: GeneralJws): string[] {
  return signatures.flatMap((entry) => parseHeader(entry.protected)?.kid ?? []);
}
