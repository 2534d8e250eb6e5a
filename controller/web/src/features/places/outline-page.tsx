import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ChooseFile } from '../../components/choose-file.js';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Skeleton } from '../../components/skeleton.js';
import { useToast } from '../../components/toasts.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { OutlinePreviewView } from './outline-preview.js';
import { useApplyOutlines, useOutlinePreview } from './outlines.js';
import './places.css';

/** Where a place and what lies in it end, from a file of the land office: looked at first, then kept. */
export default function OutlinePage() {
  const { t } = useTranslation('places');
  const { areaId = '' } = useParams();
  const areas = useQuery(areasQuery);
  return (
    <PageFrame
      title={t('outline.pageTitle', { place: placeNameOf(areas.data, areaId) ?? '…' })}
      help={t('outline.help')}
    >
      <Loaded query={areas}>
        {(data) => {
          const area = data.find(({ id, mergedInto }) => id === areaId && mergedInto === null);
          return area ? <Steps key={area.id} area={area} /> : <Empty text={t('notHere')} />;
        }}
      </Loaded>
    </PageFrame>
  );
}

function Steps({ area }: { area: Area }) {
  const { t } = useTranslation('places');
  const navigate = useNavigate();
  const tell = useToast();
  const preview = useOutlinePreview(area.id);
  const apply = useApplyOutlines(({ saved }) => {
    tell(t('outline.done', { count: saved }));
    void navigate(`/dia-ban/${area.id}`);
  });
  const again = preview.data !== undefined;
  const text = t(area.level === 'village' ? 'outline.putVillage' : 'outline.putCommune', {
    place: placeName(area),
  });
  return (
    <>
      <ChooseFile
        heading
        label={t('outline.put')}
        text={text}
        choose={t(again ? 'outline.chooseAgain' : 'outline.choose')}
        again={again}
        accept=".geojson,.json,application/geo+json,application/json"
        onFile={(file) => {
          apply.reset();
          preview.mutate(file);
        }}
      />
      <ProblemNote error={preview.error} />
      {preview.isPending && <Skeleton />}
      {preview.data && !preview.isPending && (
        <OutlinePreviewView
          preview={preview.data}
          busy={apply.isPending}
          error={apply.error}
          onApply={() => preview.data && apply.mutate(preview.data.id)}
        />
      )}
    </>
  );
}
