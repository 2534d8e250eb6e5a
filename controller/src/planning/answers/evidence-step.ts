import type { Step } from '@loa/shared/api/answers';
import type { EvidenceEntry } from '@loa/shared/api/playbacks';
import { JournalEntry } from '@loa/shared/messages/report';
import { explain } from './why-silent.js';

/** What a box wrote down about a playback, for people; null for what they need not know. */
export function evidenceStep({ at, body }: Pick<EvidenceEntry, 'at' | 'body'>, box: string): Step | null {
  const entry = JournalEntry.safeParse(body);
  const what = entry.success ? told(entry.data) : null;
  return what === null ? null : { at, who: boxText(box), what };
}

/** A box by its name; many are named with the word itself. */
export function boxText(name: string): string {
  return /^bộ thu(?!\p{L})/iu.test(name.normalize('NFC')) ? name : `bộ thu ${name}`;
}

function told(entry: JournalEntry): string | null {
  switch (entry.kind) {
    case 'ready':
      return 'đã có bài';
    case 'claimed':
      return 'chuẩn bị phát';
    case 'started':
      return 'bắt đầu phát';
    case 'suspended':
      return 'tạm nhường bài khác';
    case 'resumed':
      return 'phát tiếp';
    case 'ended':
      return `${explain(entry.state, entry.reason ?? null).clause}${heardText(entry.heard)}`;
    case 'refused':
    case 'accepted':
    case 'boot':
    case 'clock':
    case 'trouble':
      return null;
  }
}

/** What a microphone at the loudspeaker says of it, where there is one. */
function heardText(heard: number | undefined): string {
  return heard === undefined ? '' : `, micro tại loa nghe giống bài ${Math.round(heard * 100)}%`;
}
