import type { Station } from '@loa/shared/api/stations';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { Facts } from '../../components/facts.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { bulletinQuery } from '../../lib/bulletins.js';
import { now } from '../../lib/clock.js';
import { useMay } from '../../lib/session.js';
import { ApproveStation } from './approve-station.js';
import { endsSoon, hoursText, isApproved } from './station-draft.js';
import { StationTag } from './station-state.js';
import { stationQuery, useRemoveStation, useWithdrawStation } from './stations.js';

/** One station: what it is, whether it may be carried, and what is still needed. */
export default function StationPage() {
  const { t } = useTranslation('stations');
  const { stationId = '' } = useParams();
  const may = useMay();
  const station = useQuery(stationQuery(stationId));
  const edit = may('station.write') && <LinkButton to={`/tiep-am/${stationId}/sua`}>{t('edit')}</LinkButton>;
  return (
    <PageFrame title={station.data?.name ?? t('title')} help={t('help')} actions={edit}>
      <Loaded query={station}>
        {(found) => (
          <>
            <p>
              <StationTag station={found} />
            </p>
            <Needs station={found} />
            <About station={found} />
            {may('station.approve') && (!isApproved(found, now()) || endsSoon(found, now())) && (
              <ApproveStation station={found} />
            )}
            <Endings station={found} />
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}

/** What has to happen before it sounds, in words. */
function Needs({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const may = useMay();
  if (endsSoon(station, now())) {
    return <Alert type="warning" showIcon title={t(may('station.approve') ? 'needs.again' : 'needs.soon')} />;
  }
  if (isApproved(station, now())) return <Alert type="success" showIcon title={t('needs.ready')} />;
  if (may('station.approve')) return <Alert type="info" showIcon title={t('needs.you')} />;
  return <Alert type="warning" showIcon title={t('needs.approver')} />;
}

function About({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const { data: areas } = useQuery(areasQuery);
  const { fallbackBulletinId, url, areaId } = station;
  const fallback = useQuery({
    ...bulletinQuery(fallbackBulletinId ?? ''),
    enabled: fallbackBulletinId !== null,
  });
  return (
    <Facts
      facts={[
        [t('about.where'), placeNameOf(areas, areaId)],
        [t('about.hours'), hoursText(station)],
        [t('about.url'), url],
        [t('about.fallback'), fallbackBulletinId === null ? t('about.noFallback') : fallback.data?.title],
      ]}
    />
  );
}

/** Taking the approval back, and removing it. Both only make loudspeakers say less. */
function Endings({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const may = useMay();
  const navigate = useNavigate();
  const toast = useToast();
  const { data: areas } = useQuery(areasQuery);
  const [asking, setAsking] = useState<'withdraw' | 'remove' | null>(null);
  const withdraw = useWithdrawStation(station.id);
  const remove = useRemoveStation(station.id);
  const done = (text: string) => {
    setAsking(null);
    toast(text);
  };
  const words = { what: station.name, where: placeNameOf(areas, station.areaId) ?? '…' };
  const mayWithdraw = station.grantId !== null && (may('station.write') || may('station.approve'));
  return (
    <>
      <div className="row not-printed">
        {mayWithdraw && (
          <Button danger onClick={() => setAsking('withdraw')}>
            {t('withdraw.button')}
          </Button>
        )}
        {may('station.write') && (
          <Button danger onClick={() => setAsking('remove')}>
            {t('remove.button')}
          </Button>
        )}
      </div>
      <ConfirmSound
        {...words}
        open={asking === 'withdraw'}
        kind="silence"
        title={t('withdraw.ask')}
        when={t('withdraw.when')}
        yes={t('withdraw.yes')}
        busy={withdraw.isPending}
        error={withdraw.error}
        onYes={() => withdraw.mutate(undefined, { onSuccess: () => done(t('withdraw.done', words)) })}
        onNo={() => setAsking(null)}
      />
      <ConfirmSound
        {...words}
        open={asking === 'remove'}
        kind="silence"
        title={t('remove.ask')}
        when={t('remove.when')}
        yes={t('remove.yes')}
        busy={remove.isPending}
        error={remove.error}
        onYes={() =>
          remove.mutate(undefined, {
            onSuccess() {
              done(t('remove.done', words));
              void navigate('/tiep-am');
            },
          })
        }
        onNo={() => setAsking(null)}
      />
    </>
  );
}
