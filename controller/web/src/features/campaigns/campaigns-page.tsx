import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { Tag } from '../../components/state-tag.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { WHEN_TONES, whenOf } from './campaign-when.js';
import { campaignsQuery } from './campaigns.js';

export default function CampaignsPage() {
  const { t } = useTranslation('campaigns');
  const { date } = useFormat();
  const may = useMay();
  const campaigns = useQuery(campaignsQuery);
  const today = civilDate(now());
  const add = may('campaign.write') && (
    <LinkButton type="primary" to="/dot-cao-diem/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <Loaded query={campaigns}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty text={t('empty')} />}
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
          </>
        )}
      </Loaded>
    </PageFrame>
  );
}
