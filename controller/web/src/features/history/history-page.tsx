import type { Playback } from '@loa/shared/api/playbacks';
import { Priority } from '@loa/shared/messages/use';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DownloadButton } from '../../components/download-button.js';
import { LinkButton } from '../../components/link-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { PlaybackTag, PriorityTag } from '../../components/state-tag.js';
import { useBoxNames } from '../../lib/boxes.js';
import { lazily } from '../../lib/lazily.js';
import { playbacksQuery } from '../../lib/playbacks.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { HistoryFilters, useHistoryFilter } from './filters.js';
import { SILENT_PATH, WHY_PATH } from './why-address.js';

const EvidenceDrawer = lazily(() => import('./evidence-drawer.js'));

export default function HistoryPage() {
  const { t } = useTranslation('history');
  const { cursor } = useListAddress();
  const filter = useHistoryFilter();
  const playbacks = useQuery(playbacksQuery({ ...filter, limit: 50, cursor }));
  const may = useMay();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <PageFrame
      title={t('title')}
      help={t('help')}
      actions={
        <>
          {may('answer.read') && <LinkButton to={WHY_PATH}>{t('sounded.title')}</LinkButton>}
          <DownloadButton path="/playbacks/export.xlsx" query={{ ...filter }} name={`${t('title')}.xlsx`}>
            {t('export')}
          </DownloadButton>
        </>
      }
    >
      <HistoryFilters />
      <p className="not-printed">
        <Link to={SILENT_PATH}>{t('silent.fromLog')}</Link>
      </p>
      <PagedList query={playbacks} empty={t('empty')}>
        {(items) => <PlaybackRows playbacks={items} onOpen={setOpen} />}
      </PagedList>
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
  const places = useBoxNames(playbacks.map(({ boxId }) => boxId));
  return (
    <Rows label={t('title')}>
      {playbacks.map((playback) => (
        <Row
          key={playback.id}
          lead={
            <time dateTime={new Date(playback.plannedAt).toISOString()}>{moment(playback.plannedAt)}</time>
          }
          title={playback.title}
          detail={`${places?.get(playback.boxId) ?? '…'} · ${speech(playback.language)}`}
          state={
            <>
              <PlaybackTag playback={playback} />
              <PriorityTag priority={Priority.safeParse(playback.priority).data ?? 'normal'} />
            </>
          }
          onOpen={() => onOpen(playback.id)}
        />
      ))}
    </Rows>
  );
}
