import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.js';
import { ListFilter } from '../../components/list-filter.js';
import { ListSearch } from '../../components/list-search.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { WHEN_TONES, whenOf } from './campaign-when.js';
import { CAMPAIGNS } from './campaigns.js';

export default function CampaignsPage() {
  const { t } = useTranslation(['campaigns', 'app']);
  const { date } = useFormat();
  const may = useMay();
  const { get, cursor } = useListAddress();
  const q = get('tim');
  const cancelled = get('tt') === 'ca-huy' ? 'true' : null;
  const campaigns = useQuery(pagedQuery(CAMPAIGNS, { q, cancelled, cursor }));
  const today = civilDate(now());
  const add = may('campaign.write') && (
    <LinkButton type="primary" to="/dot-cao-diem/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <div className="row not-printed">
        <ListSearch label={t('search')} />
        <ListFilter
          name="tt"
          label={t('show')}
          usual={t('notCancelled')}
          options={[{ value: 'ca-huy', label: t('withCancelled') }]}
        />
      </div>
      <PagedList query={campaigns} empty={q === null ? t('empty') : t('app:list.none')}>
        {(items) => (
          <Rows label={t('title')}>
            {items.map((campaign) => {
              const when = whenOf(campaign, today);
              return (
                <Row
                  key={campaign.id}
                  title={campaign.name}
                  detail={t('dates', { from: date(campaign.from), until: date(campaign.until) })}
                  state={<Tag tone={WHEN_TONES[when]}>{t(when)}</Tag>}
                  to={`/dot-cao-diem/${campaign.id}`}
                />
              );
            })}
          </Rows>
        )}
      </PagedList>
    </PageFrame>
  );
}
