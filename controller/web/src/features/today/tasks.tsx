import type { Today } from '@loa/shared/api/today';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Note } from '../../components/note.js';
import { useHasPage } from '../../lib/use-has-page.js';
import { ReviewTasks } from './review-tasks.js';

/** The list of bulletins, as its filters name them. */
const RETURNED_TO_ME = '/ban-tin?tt=rejected&cuatoi=1';

/** What waits for somebody, each leading to where it is done, once that page exists. */
export function TodayTasks({ today }: { today: Today }) {
  const { t } = useTranslation('today');
  const { waitingApprovals, endingApprovals, endingStations, returnedToMe, openDecisions } = today;
  return (
    <>
      {returnedToMe > 0 && (
        <Task type="error" to={RETURNED_TO_ME} text={t('returned', { count: returnedToMe })} />
      )}
      {waitingApprovals > 0 && (
        <Task type="warning" to="/cho-duyet" text={t('waiting', { count: waitingApprovals })} />
      )}
      {endingApprovals > 0 && (
        <Task type="warning" to="/cho-duyet" text={t('ending', { count: endingApprovals })} />
      )}
      {endingStations > 0 && (
        <Task type="warning" to="/tiep-am" text={t('endingStations', { count: endingStations })} />
      )}
      <ReviewTasks reviews={today.reviews} />
      {openDecisions > 0 && (
        <Task type="warning" to="/uu-tien" text={t('decide', { count: openDecisions })} />
      )}
    </>
  );
}

function Task({ type, text, to }: { type: 'error' | 'warning'; text: string; to: string }) {
  const { t } = useTranslation('today');
  const hasPage = useHasPage();
  const [page = to] = to.split('?');
  return <Note type={type} title={text} action={hasPage(page) && <Link to={to}>{t('open')}</Link>} />;
}
