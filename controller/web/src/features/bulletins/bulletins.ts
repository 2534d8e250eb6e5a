import {
  Bulletin,
  BulletinHistory,
  type BulletinPatch,
  BulletinScript,
  Variant,
} from '@loa/shared/api/bulletins';
import { Vocabulary } from '@loa/shared/api/columns';
import { Peaks, RecordingUse, TrimmedRecording } from '@loa/shared/api/recordings';
import { StoredRosterAnswer } from '@loa/shared/api/rosters';
import {
  Abbreviation,
  type AbbreviationPatch,
  SpeechEstimate,
  SpokenRecording,
  Voices,
} from '@loa/shared/api/speech';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, Nothing } from '../../lib/api.js';
import { BULLETINS } from '../../lib/bulletins.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery } from '../../lib/paged-query.js';
import type { MadeSound, SoundDraft } from './sound-draft.js';

export interface BulletinFilter {
  q: string | null;
  state: string | null;
  column: string | null;
  language: string | null;
  mine: string | null;
  cursor: string | null;
}

export const bulletinsQuery = (filter: BulletinFilter) => pagedQuery(BULLETINS, { ...filter });

export function historyQuery(id: string) {
  return queryOptions({
    queryKey: [KEYS.bulletins, 'one', id, 'history'],
    queryFn: ({ signal }) => ask('GET', `/bulletins/${id}/history`, BulletinHistory, { signal }),
  });
}

export function scriptQuery(id: string) {
  return queryOptions({
    queryKey: [KEYS.bulletins, 'one', id, 'script'],
    queryFn: ({ signal }) => ask('GET', `/bulletins/${id}/script`, BulletinScript, { signal }),
  });
}

export function usesQuery(sha256: string) {
  return queryOptions({
    queryKey: [KEYS.bulletins, 'uses', sha256],
    queryFn: ({ signal }) =>
      ask('GET', `/recordings/${sha256}/uses`, z.object({ items: z.array(RecordingUse) }), { signal }),
  });
}

export function peaksQuery(sha256: string) {
  return queryOptions({
    queryKey: [KEYS.recordings, 'peaks', sha256],
    queryFn: ({ signal }) => ask('GET', `/recordings/${sha256}/peaks`, Peaks, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const vocabularyQuery = queryOptions({
  queryKey: [KEYS.columns, 'vocabulary'],
  queryFn: ({ signal }) => ask('GET', '/vocabulary', Vocabulary, { signal }),
});

/** Who may approve here, by the signed list of people; null where there is none yet. */
export function rosterQuery(communeId: string) {
  return queryOptions({
    queryKey: [KEYS.settings, 'roster', communeId],
    queryFn: ({ signal }) =>
      ask('GET', `/areas/${communeId}/roster`, StoredRosterAnswer, { signal }).catch(() => null),
    staleTime: 10 * 60_000,
  });
}

export const voicesQuery = queryOptions({
  queryKey: [KEYS.recordings, 'voices'],
  queryFn: ({ signal }) => ask('GET', '/speech/voices', Voices, { signal }),
  staleTime: 10 * 60_000,
});

/** How a text will be read and how long it will be. */
export function estimateQuery({
  text,
  language,
  ratePercent,
}: Pick<SoundDraft, 'text' | 'language' | 'ratePercent'>) {
  return queryOptions({
    queryKey: [KEYS.recordings, 'estimate', text, language, ratePercent],
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask('POST', '/speech/estimate', SpeechEstimate, { signal, body: { text, language, ratePercent } }),
  });
}

/** Lets the machine read a text: a recording. */
export async function speak({ text, language, ratePercent, voice }: SoundDraft): Promise<MadeSound> {
  const spoken = text.trim().normalize('NFC');
  const body = { text: spoken, language, ratePercent, ...(voice === null ? {} : { voice }) };
  const { sha256, durationMs, sameAs } = await ask('POST', '/speech', SpokenRecording, { body });
  return { sha256, durationMs, sameAs, spokenFrom: spoken, cutFrom: null };
}

/** Keeps a stretch of a recording; without bounds, what lies between its first and last sound. */
export async function trim(
  { sha256, durationMs, spokenFrom, cutFrom }: MadeSound,
  bounds: { startMs?: number; endMs?: number },
): Promise<MadeSound & { trimmedMs: number }> {
  const cut = await ask('POST', `/recordings/${sha256}/trim`, TrimmedRecording, { body: bounds });
  const before = cutFrom ?? { sha256, durationMs };
  return {
    ...{ sha256: cut.sha256, durationMs: cut.durationMs, sameAs: cut.sameAs, spokenFrom },
    cutFrom: cut.sha256 === sha256 ? cutFrom : before,
    trimmedMs: cut.trimmedMs,
  };
}

export const abbreviationsQuery = queryOptions({
  queryKey: [KEYS.settings, 'abbreviations'],
  queryFn: ({ signal }) =>
    ask('GET', '/abbreviations', z.object({ items: z.array(Abbreviation) }), { signal }),
});

type AbbreviationChange =
  | { kind: 'add'; written: string; spoken: string }
  | ({ kind: 'change'; id: string } & z.infer<typeof AbbreviationPatch>)
  | { kind: 'remove'; id: string };

/** What a text sounds like changes with it. */
export function useChangeAbbreviations() {
  const client = useQueryClient();
  return useMutation({
    async mutationFn(change: AbbreviationChange): Promise<void> {
      if (change.kind === 'remove') {
        await ask('DELETE', `/abbreviations/${change.id}`, Nothing);
        return;
      }
      if (change.kind === 'add') {
        const { written, spoken } = change;
        await ask('POST', '/abbreviations', Abbreviation, { body: { written, spoken } });
        return;
      }
      const { kind: _, id, ...body } = change;
      await ask('PATCH', `/abbreviations/${id}`, Abbreviation, { body });
    },
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: abbreviationsQuery.queryKey }),
        client.invalidateQueries({ queryKey: [KEYS.recordings, 'estimate'] }),
      ]),
  });
}

export function useMoveVariant() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ variantId, move }: { variantId: string; move: 'submit' | 'withdraw' }) =>
      ask('POST', `/variants/${variantId}/${move}`, Variant),
    onSuccess: () =>
      Promise.all(
        [KEYS.bulletins, KEYS.approvals, KEYS.today].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

/** `readAt`: the version that is changed. */
export function useChangeBulletin(id: string, readAt: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BulletinPatch) => ask('PATCH', `/bulletins/${id}`, Bulletin, { body, readAt }),
    // Also where it failed: somebody may have changed it meanwhile.
    onSettled: () => client.invalidateQueries({ queryKey: [KEYS.bulletins] }),
  });
}
