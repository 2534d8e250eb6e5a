import type { PreparedApproval } from '@loa/shared/api/passkey-approval';
import type { Station } from '@loa/shared/api/stations';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { SoundPlayer } from '../../components/sound-player.js';
import { useToast } from '../../components/toasts.js';
import { dayOf } from '../../lib/format.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { hoursText, lastDay } from './station-draft.js';
import { usePrepare, useSign } from './stations.js';

/** Until when, then what exactly is signed, then the finger. A station is approved once, not by what it says. */
export function ApproveStation({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const toast = useToast();
  const [until, setUntil] = useState<string | null>(null);
  const [waiting, setWaiting] = useState<number | null>(null);
  const prepare = usePrepare(station.id);
  const sign = useSign(station.id);
  const approve = (ready: PreparedApproval) =>
    sign.mutate(ready, {
      onSuccess(finished) {
        if (finished.state === 'approved') toast(t('approve.done', { name: station.name }));
        else setWaiting(finished.needs - finished.signers.length);
      },
      // What was prepared may be used up or out of date.
      onError: () => prepare.reset(),
    });
  if (!browserHasPasskeys()) return <Alert type="warning" showIcon title={t('approve.noBrowser')} />;
  if (waiting !== null)
    return <Alert type="info" showIcon title={t('approve.waiting', { count: waiting })} />;
  return (
    <section className="card stack">
      <h2>{t('approve.title')}</h2>
      <p>{t('approve.what')}</p>
      <div className="row">
        <span>{t('approve.until')}</span>
        <DateField
          label={t('approve.untilDate')}
          value={until}
          onChange={(date) => {
            setUntil(date);
            prepare.reset();
          }}
        />
      </div>
      <small className="soft">{t('approve.untilHint')}</small>
      {prepare.data ? (
        <>
          <Signed station={station} prepared={prepare.data} />
          <Button
            type="primary"
            size="large"
            block
            loading={sign.isPending}
            onClick={() => approve(prepare.data)}
          >
            {t('approve.sign')}
          </Button>
        </>
      ) : (
        <Button
          size="large"
          block
          loading={prepare.isPending}
          onClick={() => {
            sign.reset();
            prepare.mutate(until === null ? null : dayOf(until).to);
          }}
        >
          {t('approve.read')}
        </Button>
      )}
      <ProblemNote error={prepare.error ?? sign.error} />
    </section>
  );
}

/** Everything that the signature will cover. */
function Signed({ station, prepared }: { station: Station; prepared: PreparedApproval }) {
  const { t } = useTranslation('stations');
  const [recording] = prepared.recordings;
  const { whole, text: until } = lastDay(prepared.grant.validUntil);
  return (
    <>
      <p>
        {t(whole ? 'approve.sentence' : 'approve.sentenceTime', {
          name: station.name,
          hours: hoursText(station),
          where: prepared.where.join(', '),
          until,
        })}
      </p>
      <p className="soft">{station.url}</p>
      {recording && (
        <>
          <p>{t('approve.fallback')}</p>
          <SoundPlayer label={t('approve.fallback')} source={{ sha256: recording.sha256 }} />
        </>
      )}
    </>
  );
}
