import type { Bulletin } from '@loa/shared/api/bulletins';
import { Variant } from '@loa/shared/api/bulletins';
import type { Programme } from '@loa/shared/api/programmes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { Row, Rows } from '../../components/rows.js';
import { ShareButton } from '../../components/share-button.js';
import { BulletinTag } from '../../components/state-tag.js';
import { useToast } from '../../components/toasts.js';
import { ask } from '../../lib/api.js';
import { BULLETINS } from '../../lib/bulletins.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery } from '../../lib/paged-query.js';
import { useSpeech } from '../../lib/use-speech.js';

const NOT_APPROVED = 'draft,submitted,rejected,withdrawn,expired';

interface Lacking {
  bulletin: Bulletin;
  variant: Variant;
}

/** What loudspeakers leave out of a programme until it is approved, and the way there for all of it at once. */
export function UnapprovedCard({ programme: { id, name } }: { programme: Programme }) {
  const { t } = useTranslation('programmes');
  const speech = useSpeech();
  const toast = useToast();
  const { data } = useQuery(pagedQuery(BULLETINS, { programme: id, state: NOT_APPROVED, limit: 100 }));
  const lacking = (data?.items ?? []).flatMap(lackingOf);
  const ready = lacking.filter(({ variant }) => mayBeSent(variant));
  const waiting = lacking.filter(({ variant }) => variant.state === 'submitted');
  const send = useSubmitAll();
  if (lacking.length === 0) return null;
  const sendAll = () =>
    send.mutate(
      ready.map(({ variant }) => variant.id),
      { onSuccess: () => toast(t('unapproved.sent', { count: ready.length })) },
    );
  return (
    <section className="card stack not-printed">
      <h2>{t('unapproved.title')}</h2>
      <p>{t('unapproved.what', { count: lacking.length })}</p>
      <Rows label={t('unapproved.title')}>
        {lacking.map(({ bulletin, variant }) => (
          <Row
            key={variant.id}
            title={bulletin.title}
            detail={[speech(variant.language), variant.recordingSha256 === null && t('unapproved.noSound')]
              .filter(Boolean)
              .join(' · ')}
            state={<BulletinTag state={variant.state} />}
            to={`/ban-tin/${bulletin.id}`}
          />
        ))}
      </Rows>
      {waiting.length > 0 && <p>{t('unapproved.once', { count: waiting.length })}</p>}
      <ProblemNote error={send.error} />
      <div className="row">
        {ready.length > 0 && (
          <Button type="primary" loading={send.isPending} onClick={sendAll}>
            {t('unapproved.send', { count: ready.length })}
          </Button>
        )}
        {waiting.length > 0 && (
          <ShareButton
            title={name}
            text={t('unapproved.ask', { name, count: waiting.length })}
            path={`/cho-duyet/loat?ct=${id}`}
          />
        )}
      </div>
    </section>
  );
}

const lackingOf = (bulletin: Bulletin): Lacking[] =>
  bulletin.variants.filter(({ state }) => state !== 'approved').map((variant) => ({ bulletin, variant }));

const mayBeSent = ({ state, recordingSha256 }: Variant) =>
  recordingSha256 !== null && (state === 'draft' || state === 'expired');

/** One after the other: where one cannot be sent, those before it are. */
function useSubmitAll() {
  const client = useQueryClient();
  return useMutation({
    async mutationFn(variantIds: readonly string[]) {
      for (const id of variantIds) await ask('POST', `/variants/${id}/submit`, Variant);
    },
    onSettled() {
      for (const key of [KEYS.bulletins, KEYS.approvals, KEYS.today])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
