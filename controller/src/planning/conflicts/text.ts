import type { OverlapKind } from '@loa/shared/api/conflicts';
import { placeName } from '@loa/shared/place-name';

/** How many villages a sentence names. */
const NAMED = 3;

/** What is said to the clerk about one overlap: "Giờ này đã có “Tiếp âm VOV” ở 3 làng (Ơi Briu, …). Dời sang 17:20?". */
export function conflictText(conflict: {
  kind: OverlapKind;
  /** The other schedule's name. */
  name: string;
  /** The draft's own time that is meant, where it has several. */
  time: string | null;
  villages: readonly { kind: string; name: string }[];
  /** Free times of day, nearest first. */
  alternatives: readonly string[];
}): string {
  const { kind, name, time, villages, alternatives } = conflict;
  const when = time === null ? 'Giờ này' : `Giờ ${time}`;
  const advice =
    alternatives[0] === undefined ? 'Hãy chọn giờ khác hoặc bớt nơi nghe.' : `Dời sang ${alternatives[0]}?`;
  return `${when} đã có “${name}” ở ${whereText(villages)}${MEANING[kind]}. ${advice}`;
}

const MEANING: Record<OverlapKind, string> = {
  queues: '',
  yields: ', được ưu tiên hơn: bài này phải nhường',
  displaces: ', sẽ phải nhường bài này',
  undecided: ', cũng là bài ưu tiên: cần người chọn bài nào phát trước',
};

/** "làng Ơi Briu"; "5 làng (Ơi Briu, Kte, Amil, …)"; "2 nơi (làng Kte, thôn 3)". */
function whereText(villages: readonly { kind: string; name: string }[]): string {
  const [first] = villages;
  if (!first) return '0 nơi';
  if (villages.length === 1) return placeName(first);
  const same = villages.every(({ kind }) => kind === first.kind);
  const named = villages.slice(0, NAMED).map(({ kind, name }) => (same ? name : placeName({ kind, name })));
  if (villages.length > NAMED) named.push('…');
  return `${villages.length} ${same ? first.kind : 'nơi'} (${named.join(', ')})`;
}
