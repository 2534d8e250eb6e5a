import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Empty } from '../../components/empty.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { areasQuery } from '../../lib/areas.js';
import { AddressCard } from './address-card.js';
import { CalendarDownload } from './calendar-download.js';

/** `/lang/area_x/dien-thoai`: the week of a village or commune on a phone, as a file or by an address that it follows. */
export default function PhoneCalendarPage() {
  const { t } = useTranslation('village');
  const { areaId = '' } = useParams();
  const navigate = useNavigate();
  const areas = useQuery(areasQuery);
  return (
    <PageFrame title={t('phone.title')} help={t('phone.help')}>
      <AreaPicker
        label={t('phone.pick')}
        value={[areaId]}
        onChange={([chosen]) => chosen !== undefined && void navigate(`/lang/${chosen}/dien-thoai`)}
      />
      <Loaded query={areas}>
        {(data) => {
          const area = data.find(({ id }) => id === areaId);
          if (!area || area.level === 'province') return <Empty text={t('phone.pickFirst')} />;
          return (
            <>
              <section className="card stack">
                <h2>{t('phone.file')}</h2>
                <p>{t('phone.fileAbout')}</p>
                <div>
                  <CalendarDownload area={area} />
                </div>
              </section>
              {/* Another place has another address: what was shown of the one before goes. */}
              {area.mergedInto === null && <AddressCard key={area.id} area={area} />}
              <Link to={`/lang/${area.id}`}>{t('phone.back')}</Link>
            </>
          );
        }}
      </Loaded>
    </PageFrame>
  );
}
