import { useTranslation } from 'react-i18next';
import { Note } from '../components/note.js';
import { PlainButton } from '../components/plain-button.js';
import { useOutbox, useOutboxJobs } from '../lib/use-outbox.js';

/** What waits on this machine for the line, and what the controller would not take. */
export function OutboxNotes() {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const jobs = useOutboxJobs();
  const waiting = jobs.filter(({ refused }) => refused === null);
  const run = (work: Promise<void>) => void work;
  return (
    <div role="status">
      {waiting.length > 0 && (
        <Note
          type="info"
          banner
          title={t('outbox.waiting', { count: waiting.length })}
          action={<PlainButton onClick={() => run(outbox.sendNow())}>{t('outbox.sendNow')}</PlainButton>}
        />
      )}
      {jobs.map(({ id, label, refused }) =>
        refused === null ? null : (
          <Note
            key={id}
            type="error"
            banner
            title={t('outbox.refused', { label, why: refused })}
            action={
              <span className="row">
                <PlainButton onClick={() => run(outbox.sendNow())}>{t('act.retry')}</PlainButton>
                <PlainButton onClick={() => run(outbox.remove(id))}>{t('outbox.discard')}</PlainButton>
              </span>
            }
          />
        ),
      )}
    </div>
  );
}
