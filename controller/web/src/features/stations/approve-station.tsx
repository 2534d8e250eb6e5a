import type { PreparedApproval } from '@loa/shared/api/passkey-approval';
import type { Station } from '@loa/shared/api/stations';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { SoundPlayer } from '../../components/sound-player.js';
import { useToast } from '../../components/toasts.js';
import { dayOf } from '../../lib/format.js';
import { heardQuery, useReportHeard } from '../../lib/heard.js';
import { browserHasPasskeys } from '../../lib/passkey.js';
import { soundLength } from '../../lib/sound-length.js';
import { hoursText, lastDay } from './station-draft.js';
import { type Unheard, unheardIn, usePrepare, useSign } from './stations.js';

/** Until when, then what exactly is signed, then the finger. A station is approved once, not by what it says. */
export function ApproveStation({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const toast = useToast();
  const [until, setUntil] = useState<string | null>(null);
  const [waiting, setWaiting] = useState<number | null>(null);
  const prepare = usePrepare(station.id);
  const sign = useSign(station.id);
  const unheard = unheardIn(prepare.error ?? sign.error);
  const { updatedAt } = station;
  // Of the station as it was before somebody changed it, nothing is signed.
  const ready = prepare.variables?.updatedAt === updatedAt ? prepare.data : undefined;
  const approve = (shown: PreparedApproval) =>
    sign.mutate(shown, {
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
          bare
          label={t('approve.untilDate')}
          value={until}
          onChange={(date) => {
            setUntil(date);
            prepare.reset();
          }}
        />
      </div>
      <small className="soft">{t('approve.untilHint')}</small>
      {unheard && <HearFallback {...unheard} />}
      {ready ? (
        <>
          <Signed prepared={ready} />
          <Button type="primary" size="large" block loading={sign.isPending} onClick={() => approve(ready)}>
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
            prepare.mutate({ until: until === null ? null : dayOf(until).to, updatedAt });
          }}
        >
          {t('approve.read')}
        </Button>
      )}
      <ProblemNote error={unheard ? null : (prepare.error ?? sign.error)} />
    </section>
  );
}

/** What sounds when the station falls silent is heard before it is approved, as every recording is. */
function HearFallback({ variantId, sha256 }: Unheard) {
  const { t } = useTranslation('stations');
  const heard = useQuery(heardQuery(variantId));
  const report = useReportHeard(variantId);
  const { enough = false, heardMs = 0, neededMs = 0 } = heard.data ?? {};
  return (
    <>
      <Alert
        type={enough ? 'success' : 'warning'}
        showIcon
        title={t(enough ? 'approve.heard' : 'approve.hear')}
      />
      <SoundPlayer
        label={t('approve.fallback')}
        source={{ sha256 }}
        speeds
        onHeard={(ms) => report.mutateAsync(ms)}
      />
      {heard.data && !enough && (
        <p role="status">
          {t('approve.heardSoFar', { heard: soundLength(heardMs), needed: soundLength(neededMs) })}
        </p>
      )}
      <ProblemNote error={heard.error ?? report.error} />
    </>
  );
}

/** Everything that the signature will cover, by what is signed: the page around it may be older. */
function Signed({ prepared }: { prepared: PreparedApproval }) {
  const { t } = useTranslation('stations');
  const { grant, where, recordings } = prepared;
  if (grant.use !== 'relay') return null;
  const [recording] = recordings;
  const { whole, text: until } = lastDay(grant.validUntil);
  return (
    <>
      <p>
        {t(whole ? 'approve.sentence' : 'approve.sentenceTime', {
          name: grant.title,
          hours: hoursText(grant.subject),
          where: where.join(', '),
          until,
        })}
      </p>
      <p className="soft">{grant.subject.url}</p>
      {recording && (
        <>
          <p>{t('approve.fallback')}</p>
          <SoundPlayer label={t('approve.fallback')} source={{ sha256: recording.sha256 }} />
        </>
      )}
    </>
  );
}
