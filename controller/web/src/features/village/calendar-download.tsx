import type { Area } from '@loa/shared/api/areas';
import { placeName } from '@loa/shared/place-name';
import { useTranslation } from 'react-i18next';
import { DownloadButton } from '../../components/download-button.js';

/** What will sound at a place, as a file that every calendar program takes. */
export function CalendarDownload({ area }: { area: Pick<Area, 'id' | 'kind' | 'name'> }) {
  const { t } = useTranslation('village');
  const name = t('phone.fileName', { place: placeName(area) });
  return (
    <DownloadButton path={`/areas/${area.id}/calendar.ics`} name={name}>
      {t('phone.download')}
    </DownloadButton>
  );
}
