import { pageOf } from '@loa/shared/api/page';
import { Playback, PlaybackWithEvidence } from '@loa/shared/api/playbacks';
import { queryOptions } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';

const Playbacks = pageOf(Playback);

/** As the API has them; what is absent does not filter. `state`: several separated by commas. */
export interface PlaybackFilter {
  area?: string | null;
  cluster?: string | null;
  box?: string | null;
  schedule?: string | null;
  bulletin?: string | null;
  language?: string | null;
  state?: string | null;
  priority?: string | null;
  from?: number | null;
  to?: number | null;
  limit?: number;
  cursor?: string | null;
}

/** The playback log, newest planned first. */
export function playbacksQuery(filter: PlaybackFilter) {
  return queryOptions({
    queryKey: [KEYS.playbacks, 'list', filter],
    queryFn: ({ signal }) => ask('GET', '/playbacks', Playbacks, { signal, query: { ...filter } }),
  });
}

export function playbackQuery(id: string) {
  return queryOptions({
    queryKey: [KEYS.playbacks, 'one', id],
    queryFn: ({ signal }) => ask('GET', `/playbacks/${id}`, PlaybackWithEvidence, { signal }),
  });
}
