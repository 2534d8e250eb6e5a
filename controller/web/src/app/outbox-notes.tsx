import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
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
        <Alert
          type="info"
          banner
          title={t('outbox.waiting', { count: waiting.length })}
          action={<Button onClick={() => run(outbox.sendNow())}>{t('outbox.sendNow')}</Button>}
        />
      )}
      {jobs.map(({ id, label, refused }) =>
        refused === null ? null : (
          <Alert
            key={id}
            type="error"
            banner
            title={t('outbox.refused', { label, why: refused })}
            action={
              <span className="row">
                <Button onClick={() => run(outbox.sendNow())}>{t('act.retry')}</Button>
                <Button onClick={() => run(outbox.remove(id))}>{t('outbox.discard')}</Button>
              </span>
            }
          />
        ),
      )}
    </div>
  );
}
