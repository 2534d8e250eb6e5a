import type { HolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { PagedList } from '../../components/paged-list.js';
import { areasQuery, placeNameOf } from '../../lib/areas.js';
import { CALENDARS } from '../../lib/holiday-calendars.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import './calendars.css';
import { useDaysText } from './use-days-text.js';

/** Named days that timetables skip or keep to: the country's, and the commune's own. */
export default function CalendarsPage() {
  const { t } = useTranslation('calendars');
  const may = useMay();
  const { cursor } = useListAddress();
  const calendars = useQuery(pagedQuery(CALENDARS, { cursor }));
  const edits = may('calendar.write');
  return (
    <PageFrame
      title={t('title')}
      help={t('help')}
      actions={
        edits && (
          <LinkButton type="primary" to="/ngay-le/moi">
            {t('add')}
          </LinkButton>
        )
      }
    >
      <PagedList query={calendars} empty={t('none')}>
        {(items) => (
          <>
            {cursor === null && items.every(({ areaId }) => areaId === null) && <Empty text={t('none')} />}
            {items.map((calendar) => (
              <OneCalendar key={calendar.id} calendar={calendar} edits={edits} />
            ))}
          </>
        )}
      </PagedList>
    </PageFrame>
  );
}

function OneCalendar({ calendar, edits }: { calendar: HolidayCalendar; edits: boolean }) {
  const { t } = useTranslation('calendars');
  const { date } = useFormat();
  const { data: areas } = useQuery(areasQuery);
  const daysText = useDaysText();
  const { id, name, areaId, holidays, updatedAt } = calendar;
  // A calendar of the level above is read here, and changed there.
  const place = areaId === null ? null : placeNameOf(areas, areaId);
  const origin = areaId === null ? t('ofCountry') : (place ?? t('ofAbove'));
  return (
    <section className="card stack">
      <div className="row">
        <div className="grow">
          <h2>{name}</h2>
          <p className="soft small">
            {origin}
            {areaId !== null && ` · ${t('changed', { date: date(updatedAt) })}`}
          </p>
        </div>
        {edits && place !== null && <LinkButton to={`/ngay-le/${id}`}>{t('change')}</LinkButton>}
      </div>
      <details open={holidays.length <= 6}>
        <summary>{t('count', { count: holidays.length })}</summary>
        <ul className="calendars-days">
          {holidays.map((holiday) => (
            <li key={`${holiday.name} ${JSON.stringify(holiday.days)}`}>
              <strong>{holiday.name}</strong>: {holiday.days.map(daysText).join('; ')}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
