import type { Playback } from '@loa/shared/api/playbacks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Pager, useListAddress } from '../../components/paged.js';
import { Row, Rows } from '../../components/rows.js';
import { PlaybackTag } from '../../components/state-tag.js';
import { boxesQuery } from '../../lib/boxes.js';
import { playbacksQuery } from '../../lib/playbacks.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { HistoryFilters, useHistoryFilter } from './filters.js';

const EvidenceDrawer = lazy(() => import('./evidence-drawer.js'));

export default function HistoryPage() {
  const { t } = useTranslation('history');
  const { cursor } = useListAddress();
  const filter = useHistoryFilter();
  const playbacks = useQuery(playbacksQuery({ ...filter, limit: 50, cursor }));
  const [open, setOpen] = useState<string | null>(null);
  return (
    <PageFrame title={t('title')} help={t('help')}>
      <HistoryFilters />
      <Loaded query={playbacks}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <Empty text={t('empty')} />}
            <PlaybackRows playbacks={items} onOpen={setOpen} />
            <Pager cursor={cursor} next={next} />
          </>
        )}
      </Loaded>
      {open !== null && (
        <Suspense fallback={null}>
          <EvidenceDrawer playbackId={open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </PageFrame>
  );
}

function PlaybackRows({
  playbacks,
  onOpen,
}: {
  playbacks: readonly Playback[];
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('history');
  const { moment } = useFormat();
  const speech = useSpeech();
  const { data: boxes } = useQuery(boxesQuery());
  const places = new Map(boxes?.items.map((box) => [box.id, `${box.areaName} · ${box.name}`]));
  return (
    <Rows label={t('title')}>
      {playbacks.map((playback) => (
        <Row
          key={playback.id}
          lead={
            <time dateTime={new Date(playback.plannedAt).toISOString()}>{moment(playback.plannedAt)}</time>
          }
          title={playback.title}
          detail={`${places.get(playback.boxId) ?? '…'} · ${speech(playback.language)}`}
          state={<PlaybackTag playback={playback} />}
          onOpen={() => onOpen(playback.id)}
        />
      ))}
    </Rows>
  );
}
