import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery } from '../../lib/areas.js';
import { useDraft } from '../../lib/drafts.js';
import { useMe } from '../../lib/session.js';
import { bodyOf, isReady, NEW_PLACE, PlaceDraft } from './place-draft.js';
import { PlaceFields } from './place-fields.js';
import { useCreatePlace } from './places.js';
import './places.css';

/** A village that the list does not have yet. */
export default function NewPlacePage() {
  const { t } = useTranslation('places');
  const areas = useQuery(areasQuery);
  const { get } = useListAddress();
  return (
    <PageFrame title={t('newTitle')}>
      <Loaded query={areas}>
        {(data) => {
          const communes = data.filter(({ level, mergedInto }) => level === 'commune' && mergedInto === null);
          const parent = communes.find(({ id }) => id === get('xa')) ?? communes[0];
          if (!parent) return <Empty text={t('noCommune')} />;
          return <NewPlace parent={parent} several={communes.length > 1} />;
        }}
      </Loaded>
    </PageFrame>
  );
}

function NewPlace({ parent, several }: { parent: Area; several: boolean }) {
  const { t } = useTranslation('places');
  const { accountId } = useMe();
  const { set } = useListAddress();
  const navigate = useNavigate();
  const tell = useToast();
  const draft = useDraft(`${accountId}/place/new`, PlaceDraft, {
    ...NEW_PLACE,
    kind: t('kinds').split(', ')[0] ?? '',
  });
  const { mutate, isPending, error } = useCreatePlace((area) => {
    void draft.sent();
    tell(t('added', { place: placeName(area) }));
    void navigate('/dia-ban');
  });
  if (draft.value === null) return <Skeleton />;
  const value = draft.value;
  return (
    <form
      className="stack places-form"
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ ...bodyOf(value), parentId: parent.id, level: 'village' });
      }}
    >
      {several && (
        <AreaPicker
          label={t('inCommune')}
          value={[parent.id]}
          onChange={([chosen]) => set({ xa: chosen ?? null })}
        />
      )}
      <PlaceFields value={value} onChange={draft.set} />
      <ProblemNote error={error} />
      <div className="row">
        <Button type="primary" size="large" htmlType="submit" disabled={!isReady(value)} loading={isPending}>
          {t('addYes')}
        </Button>
      </div>
    </form>
  );
}
