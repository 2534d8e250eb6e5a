import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AskFirst } from '../../components/ask-first.js';
import { ProblemNote } from '../../components/problem-note.js';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/** Says that the accounts of a place are right as they are. */
export default function Reviewed({ areaId }: { areaId: string }) {
  const { t } = useTranslation('today');
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => ask('POST', `/areas/${areaId}/access-review`, Nothing),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEYS.today] }),
  });
  return (
    <>
      <AskFirst
        size="small"
        ask={t('review.sure')}
        yes={t('review.done')}
        busy={isPending}
        onYes={() => mutate()}
      >
        {t('review.done')}
      </AskFirst>
      <ProblemNote error={error} />
    </>
  );
}
