import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { changedFields } from '../../lib/changed-fields.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { OutlineCard } from './outline-card.js';
import { bodyOf, draftOf, isReady } from './place-draft.js';
import { PlaceFields } from './place-fields.js';
import { usePatchPlace } from './places.js';
import './places.css';

/** One place: what is written down of it, its hours, and the end of it in a merger. */
export default function PlacePage() {
  const { t } = useTranslation('places');
  const { areaId = '' } = useParams();
  const areas = useQuery(areasQuery);
  return (
    <PageFrame title={placeNameOf(areas.data, areaId) ?? t('title')}>
      <Loaded query={areas}>
        {(data) => {
          const area = data.find(({ id }) => id === areaId);
          if (!area) return <Empty text={t('notHere')} />;
          if (area.mergedInto !== null) {
            const place = placeNameOf(data, area.mergedInto) ?? '…';
            return <Alert type="info" showIcon title={t('wasMerged', { place })} />;
          }
          return <OnePlace key={area.id} area={area} />;
        }}
      </Loaded>
    </PageFrame>
  );
}

function OnePlace({ area }: { area: Area }) {
  const { t } = useTranslation(['places', 'app']);
  const tell = useToast();
  const hasPage = useHasPage();
  // First values only: what is read later must not change what is typed.
  const [opened, setOpened] = useState(() => draftOf(area));
  const [value, setValue] = useState(opened);
  const { mutate, isPending, error } = usePatchPlace(area.id, (saved) => {
    setOpened(draftOf(saved));
    tell(t('saved'));
  });
  return (
    <>
      <form
        className="stack places-form"
        onSubmit={(event) => {
          event.preventDefault();
          mutate(changedFields(opened, bodyOf(value)));
        }}
      >
        <PlaceFields value={value} onChange={setValue} />
        <ProblemNote error={error} />
        <div className="row">
          <Button type="primary" htmlType="submit" disabled={!isReady(value)} loading={isPending}>
            {t('app:act.save')}
          </Button>
        </div>
      </form>
      <nav className="row" aria-label={t('links')}>
        {hasPage('/cai-dat') && <Link to={`/cai-dat?noi=${area.id}`}>{t('hours')}</Link>}
        <Link to={`/loa?thon=${area.id}`}>{t('fleet')}</Link>
        {hasPage('/lang') && <Link to={`/lang/${area.id}`}>{t('outlook')}</Link>}
      </nav>
      <OutlineCard area={area} />
      {area.level !== 'province' && (
        <section className="card stack">
          <h2>{t('merge.title')}</h2>
          <p>{t('merge.about', { place: placeName(area) })}</p>
          <div className="row">
            <LinkButton to={`/dia-ban/${area.id}/sap-nhap`}>{t('merge.open')}</LinkButton>
          </div>
        </section>
      )}
    </>
  );
}
