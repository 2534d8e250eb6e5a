import type { Programme } from '@loa/shared/api/programmes';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Lines } from '../../components/lines.js';
import { LinkButton } from '../../components/link-button.js';
import { ListSearch } from '../../components/list-search.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { PROGRAMMES } from '../../lib/programmes.js';
import { useMay } from '../../lib/session.js';

/** The commune's programmes: templates that are filled anew each time. */
export default function ProgrammesPage() {
  const { t } = useTranslation(['programmes', 'app']);
  const may = useMay();
  const { get, cursor } = useListAddress();
  const q = get('tim');
  const programmes = useQuery(pagedQuery(PROGRAMMES, { q, cursor }));
  const add = may('programme.write') && (
    <LinkButton type="primary" to="/chuong-trinh/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <ListSearch label={t('search')} />
      <PagedList query={programmes} empty={q === null ? t('empty') : t('app:list.none')}>
        {(items) => (
          <Rows label={t('title')}>
            {items.map((programme) => (
              <ProgrammeRow key={programme.id} programme={programme} opens={may('programme.write')} />
            ))}
          </Rows>
        )}
      </PagedList>
    </PageFrame>
  );
}

function ProgrammeRow({ programme, opens }: { programme: Programme; opens: boolean }) {
  const { t } = useTranslation('programmes');
  const { data: areas } = useQuery(areasQuery);
  const { slots, maxMinutes, name, areaId, id } = programme;
  const kinds = slots.map(({ kind }) => t(`kind.${kind}`)).join(' → ');
  const facts = [
    placeNameOf(areas, areaId),
    t('slots', { count: slots.length }),
    maxMinutes === null ? null : t('most', { minutes: maxMinutes }),
  ];
  return (
    <Row
      title={name}
      detail={<Lines of={[facts.filter(Boolean).join(' · '), kinds]} />}
      {...(opens ? { to: `/chuong-trinh/${id}` } : {})}
    />
  );
}
