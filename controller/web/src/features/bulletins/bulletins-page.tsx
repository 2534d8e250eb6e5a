import type { Bulletin } from '@loa/shared/api/bulletins';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { useSpeech } from '../../lib/use-speech.js';
import { BulletinFilters, useBulletinFilter } from './bulletin-filters.js';
import { BulletinStates } from './bulletin-states.js';
import { bulletinsQuery } from './bulletins.js';

export default function BulletinsPage() {
  const { t } = useTranslation(['bulletins', 'app']);
  const { cursor } = useListAddress();
  const filter = useBulletinFilter();
  const bulletins = useQuery(bulletinsQuery({ ...filter, cursor }));
  const filtered = Object.values(filter).some((value) => value !== null);
  return (
    <PageFrame title={t('title')} help={t('help')} actions={<AddButton />}>
      <BulletinFilters />
      <PagedList query={bulletins} empty={filtered ? t('app:list.none') : t('empty')}>
        {(items) => <BulletinRows bulletins={items} />}
      </PagedList>
    </PageFrame>
  );
}

function AddButton() {
  const { t } = useTranslation('bulletins');
  const hasPage = useHasPage();
  if (hasPage('/phat-moi'))
    return (
      <LinkButton type="primary" to="/phat-moi">
        {t('add')}
      </LinkButton>
    );
  if (hasPage('/gui-bai'))
    return (
      <LinkButton type="primary" to="/gui-bai">
        {t('addContributor')}
      </LinkButton>
    );
  return null;
}

function BulletinRows({ bulletins }: { bulletins: readonly Bulletin[] }) {
  const { t } = useTranslation('bulletins');
  const { moment } = useFormat();
  const speech = useSpeech();
  const { data: areas } = useQuery(areasQuery);
  return (
    <Rows label={t('title')}>
      {bulletins.map(({ id, title, kind, state, areaId, columnName, createdAt, variants }) => (
        <Row
          key={id}
          to={`/ban-tin/${id}`}
          title={title}
          detail={[
            columnName ?? t(`kind.${kind}`),
            placeNameOf(areas, areaId),
            variants.map(({ language }) => speech(language)).join(', '),
            moment(createdAt),
          ]
            .filter(Boolean)
            .join(' · ')}
          state={<BulletinStates bulletin={{ state, variants }} />}
        />
      ))}
    </Rows>
  );
}
