import type { DueReview } from '@loa/shared/api/access-reviews';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { framed } from '../../components/framed.js';
import { Note } from '../../components/note.js';
import { useHasPage } from '../../lib/use-has-page.js';

const Reviewed = framed(() => import('./reviewed-button.js'));

const PAGES = { roster: '/cai-dat/nguoi-duyet', accounts: '/tai-khoan' } as const;
/** A province has hundreds of communes: the longest forgotten come first, the others after them. */
const MOST = 5;

/** What nobody looked through for a year. A new list of approvers says so by itself; accounts are said to be right. */
export function ReviewTasks({ reviews }: { reviews: readonly DueReview[] }) {
  return reviews
    .slice(0, MOST)
    .map((review) => <ReviewTask key={`${review.kind} ${review.areaId}`} review={review} />);
}

function ReviewTask({ review: { kind, areaId, areaName } }: { review: DueReview }) {
  const { t } = useTranslation('today');
  const hasPage = useHasPage();
  const page = PAGES[kind];
  return (
    <Note
      type="warning"
      title={t(`review.${kind}`, { name: areaName })}
      action={
        <span className="row">
          {hasPage(page) && <Link to={page}>{t('open')}</Link>}
          {kind === 'accounts' && (
            <Suspense fallback={null}>
              <Reviewed areaId={areaId} />
            </Suspense>
          )}
        </span>
      }
    />
  );
}
