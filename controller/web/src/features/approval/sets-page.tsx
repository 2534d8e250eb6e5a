import type { ApprovedSet } from '@loa/shared/api/sets';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmSound } from '../../components/confirm-sound.js';
import { LinkButton } from '../../components/link-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { useToast } from '../../components/toasts.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useMay } from '../../lib/session.js';
import { soundLength } from '../../lib/sound-length.js';
import { useFormat } from '../../lib/use-format.js';
import { useSpeech } from '../../lib/use-speech.js';
import { SETS, useWithdrawSet } from './sets.js';

/** What one signature approved together; taken back together. */
export default function SetsPage() {
  const { t } = useTranslation('approval');
  const may = useMay();
  const { cursor } = useListAddress();
  const sets = useQuery(pagedQuery(SETS, { cursor, limit: 20 }));
  return (
    <PageFrame
      title={t('sets.title')}
      help={t('sets.help')}
      actions={may('bulletin.approve') && <LinkButton to="/cho-duyet/loat">{t('set.title')}</LinkButton>}
    >
      <PagedList query={sets} empty={t('sets.none')}>
        {(items) => (
          <ul className="stack" aria-label={t('sets.title')}>
            {items.map((each) => (
              <OneSet key={each.grantId} set={each} />
            ))}
          </ul>
        )}
      </PagedList>
    </PageFrame>
  );
}

function OneSet({ set }: { set: ApprovedSet }) {
  const { t } = useTranslation('approval');
  const { date, moment } = useFormat();
  const speech = useSpeech();
  const may = useMay();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { grantId, title, where, signedAt, validUntil, signers, items } = set;
  const withdraw = useWithdrawSet(grantId);
  const count = items.length;
  return (
    <li className="card stack">
      <h2>{title}</h2>
      <p>
        {t('sets.signed', { who: signers.join(', '), at: moment(signedAt) })}
        <br />
        <span className="soft">{t('sets.holds', { where: where.join(', '), until: date(validUntil) })}</span>
      </p>
      <details open={count <= 6}>
        <summary>{t('sets.count', { count })}</summary>
        <Rows label={title}>
          {items.map(({ variantId, bulletinId, title: name, language, durationMs }) => (
            <Row
              key={variantId}
              title={name}
              detail={`${speech(language)}${durationMs === null ? '' : ` · ${soundLength(durationMs)}`}`}
              to={`/ban-tin/${bulletinId}`}
            />
          ))}
        </Rows>
      </details>
      {may('set.withdraw') && (
        <p className="not-printed">
          <Button danger onClick={() => setAsking(true)}>
            {t('sets.withdraw')}
          </Button>
        </p>
      )}
      <ConfirmSound
        open={asking}
        kind="silence"
        title={t('sets.ask', { title })}
        what={t('sets.askWhat', { count })}
        where={where.join(', ')}
        when={t('sets.askWhen')}
        yes={t('sets.withdraw')}
        busy={withdraw.isPending}
        error={withdraw.error}
        onYes={() =>
          withdraw.mutate(undefined, {
            onSuccess() {
              setAsking(false);
              toast(t('sets.done', { title }));
            },
          })
        }
        onNo={() => setAsking(false)}
      />
    </li>
  );
}
