import type { Programme } from '@loa/shared/api/programmes';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { Row, Rows } from '../../components/rows.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { programmesQuery } from '../../lib/programmes.js';
import { useMay } from '../../lib/session.js';

/** The commune's programmes: templates that are filled anew each time. */
export default function ProgrammesPage() {
  const { t } = useTranslation('programmes');
  const may = useMay();
  const programmes = useQuery(programmesQuery);
  const add = may('programme.write') && (
    <LinkButton type="primary" to="/chuong-trinh/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <Loaded query={programmes}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty text={t('empty')} />}
            <Rows label={t('title')}>
              {items.map((programme) => (
                <ProgrammeRow key={programme.id} programme={programme} opens={may('programme.write')} />
              ))}
            </Rows>
          </>
        )}
      </Loaded>
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
      detail={
        <>
          {facts.filter(Boolean).join(' · ')}
          <br />
          {kinds}
        </>
      }
      {...(opens ? { to: `/chuong-trinh/${id}` } : {})}
    />
  );
}
