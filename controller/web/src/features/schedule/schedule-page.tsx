import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AreaPicker } from '../../components/area-picker.js';
import { Empty } from '../../components/empty.js';
import { LinkButton } from '../../components/link-button.js';
import { Loaded } from '../../components/loaded.js';
import { PageFrame } from '../../components/page-frame.js';
import { useListAddress } from '../../components/paged.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { useMay, useMe } from '../../lib/session.js';
import { boardOf } from './board.js';
import { BoardDays } from './board-days.js';
import { BOARD_DAYS, boardQuery } from './schedules.js';

/** The next two weeks of one's area, day by day. */
export default function SchedulePage() {
  const { t } = useTranslation(['schedule', 'app']);
  const me = useMe();
  const may = useMay();
  const { get, set } = useListAddress();
  const areaId = get('noi') ?? me.areaId;
  const board = useQuery(boardQuery(areaId));
  const add = may('schedule.write') && (
    <LinkButton type="primary" to="/lich-phat/moi">
      {t('add')}
    </LinkButton>
  );
  return (
    <PageFrame title={t('title')} help={t('help')} actions={add}>
      <AreaPicker
        label={t('place')}
        value={[areaId]}
        onChange={([chosen]) => set({ noi: chosen === me.areaId ? null : (chosen ?? null) })}
      />
      <p className="row not-printed">
        <Link to="/lang">{t('villages')}</Link>
        {may('campaign.write') && <Link to="/dot-cao-diem">{t('campaigns')}</Link>}
      </p>
      <Loaded query={board}>
        {(outlook) => {
          const entries = boardOf(outlook);
          if (entries.length === 0) return <Empty text={t('empty')} />;
          return <BoardDays entries={entries} first={civilDate(now())} days={BOARD_DAYS} />;
        }}
      </Loaded>
    </PageFrame>
  );
}
