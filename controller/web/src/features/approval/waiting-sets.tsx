import type { WaitingSet } from '@loa/shared/api/sets';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Lines } from '../../components/lines.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useFormat } from '../../lib/use-format.js';
import { WAITING_SETS } from './sets.js';

/** Sets that a colleague has signed: nothing of them sounds before another does. */
export function WaitingSets({ area }: { area: string | null }) {
  const { t } = useTranslation('approval');
  const { data } = useQuery(pagedQuery(WAITING_SETS, { area, limit: 20 }));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('sets.waiting')}</h2>
      <Rows label={t('sets.waiting')}>
        {data.items.map((set) => (
          <OneSet key={set.draftId} set={set} />
        ))}
      </Rows>
    </section>
  );
}

function OneSet({ set }: { set: WaitingSet }) {
  const { t } = useTranslation('approval');
  const { moment } = useFormat();
  const { title, where, variantIds, signed, notByYou, expiresAt } = set;
  const { needs, by, byYou } = signed;
  const told = [
    t('sets.count', { count: variantIds.length }),
    where.join(', '),
    t('sets.signedBy', { who: by.join(', ') }),
    t('sets.until', { at: moment(expiresAt) }),
  ];
  const yours = byYou || notByYou !== null ? null : `/cho-duyet/loat?bai=${variantIds.join()}`;
  return (
    <Row
      title={title}
      detail={<Lines of={[told.join(' · '), notByYou]} />}
      state={
        <>
          <Tag tone="busy">{t('signed.short', { have: by.length, needs })}</Tag>
          {byYou && <Tag tone="calm">{t('sets.byYou')}</Tag>}
        </>
      }
      {...(yours === null ? {} : { to: yours })}
    />
  );
}
