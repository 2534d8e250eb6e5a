import type { DueReview } from '@loa/shared/api/access-reviews';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Popconfirm, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemNote } from '../../components/problem-note.js';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { useHasPage } from '../../lib/use-has-page.js';

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
    <Alert
      type="warning"
      showIcon
      title={t(`review.${kind}`, { name: areaName })}
      action={
        <Space>
          {hasPage(page) && <Link to={page}>{t('open')}</Link>}
          {kind === 'accounts' && <Reviewed areaId={areaId} />}
        </Space>
      }
    />
  );
}

function Reviewed({ areaId }: { areaId: string }) {
  const { t } = useTranslation('today');
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => ask('POST', `/areas/${areaId}/access-review`, Nothing),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.today] }),
  });
  return (
    <>
      <Popconfirm title={t('review.sure')} okText={t('review.done')} onConfirm={() => mutate()}>
        <Button size="small" loading={isPending}>
          {t('review.done')}
        </Button>
      </Popconfirm>
      <ProblemNote error={error} />
    </>
  );
}
