import { type PropsWithChildren, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { LinkButton } from '../components/link-button.js';
import { Note } from '../components/note.js';
import { PlainButton } from '../components/plain-button.js';
import { problemWords } from '../lib/api.js';
import type { Job } from '../lib/outbox.js';
import { useFormat } from '../lib/use-format.js';
import { useOutbox, useOutboxJobs } from '../lib/use-outbox.js';
import { OUTBOX_HANDLERS } from './outbox-handlers.js';

/** What waits on this machine for the line, what the controller would not take, and what was sent without its time. */
export function OutboxNotes() {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const jobs = useOutboxJobs();
  const waiting = jobs.filter(({ refused, unscheduled }) => refused === null && unscheduled === null);
  return (
    <div role="status">
      {waiting.length > 0 && (
        <Note
          type="info"
          banner
          title={t('outbox.waiting', { count: waiting.length })}
          action={<PlainButton onClick={() => void outbox.sendNow()}>{t('outbox.sendNow')}</PlainButton>}
        />
      )}
      {jobs.map((job) => (
        <JobNote key={job.id} job={job} />
      ))}
    </div>
  );
}

function JobNote({ job }: { job: Job }) {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const { moment } = useFormat();
  const [discarding, setDiscarding] = useState(false);
  const { id, label, refused, overtakenBy, unscheduled } = job;
  const page = OUTBOX_HANDLERS[job.kind]?.pageOf(job.payload) ?? null;
  const remove = () => void outbox.remove(id);
  const open = page !== null && <LinkButton to={page}>{t('outbox.open')}</LinkButton>;
  const discard = <PlainButton onClick={() => setDiscarding(true)}>{t('outbox.discard')}</PlainButton>;
  if (unscheduled !== null) {
    return (
      <JobBanner type="warning" title={t('outbox.unscheduled', { label, why: unscheduled })}>
        {open}
        <PlainButton onClick={remove}>{t('outbox.seen')}</PlainButton>
      </JobBanner>
    );
  }
  if (refused === null) return null;
  if (discarding) return <DiscardNote label={label} onYes={remove} onNo={() => setDiscarding(false)} />;
  if (overtakenBy !== null) {
    return (
      <JobBanner type="error" title={t('outbox.overtaken', { label, at: moment(overtakenBy) })}>
        {open}
        <PlainButton onClick={() => void outbox.keepMine(id)}>{t('meanwhile.keepMine')}</PlainButton>
        {discard}
      </JobBanner>
    );
  }
  return <RefusedNote id={id} title={t('outbox.refused', { label, why: refused })} discard={discard} />;
}

/** Tried again as it is, made a draft again to be mended, or discarded. */
function RefusedNote({ id, title, discard }: { id: string; title: string; discard: ReactNode }) {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string | null>(null);
  const mend = async () => {
    const page = await outbox.reopen(id);
    if (page === null) setProblem(t('outbox.draftThere'));
    else await navigate(page);
  };
  return (
    <JobBanner type="error" title={title}>
      <PlainButton onClick={() => void outbox.sendNow()}>{t('act.retry')}</PlainButton>
      <PlainButton onClick={() => void mend().catch((error) => setProblem(problemWords(error)))}>
        {t('outbox.mend')}
      </PlainButton>
      {discard}
      {problem !== null && <span role="alert">{problem}</span>}
    </JobBanner>
  );
}

/** What happened to a job, with the buttons that settle it. */
function JobBanner({
  type,
  title,
  children,
}: PropsWithChildren<{ type: 'warning' | 'error'; title: string }>) {
  return <Note type={type} banner title={title} action={<span className="row">{children}</span>} />;
}

/**
 * What waits here is nowhere else: it goes only once somebody has said so twice. In the note, not in a dialog: without a
 * line a dialog's code may not come.
 */
function DiscardNote({ label, onYes, onNo }: { label: string; onYes: () => void; onNo: () => void }) {
  const { t } = useTranslation();
  return (
    <JobBanner type="error" title={t('outbox.discardAsk', { label })}>
      <PlainButton look={{ danger: true }} onClick={onYes}>
        {t('outbox.discard')}
      </PlainButton>
      <PlainButton autoFocus onClick={onNo}>
        {t('outbox.keep')}
      </PlainButton>
    </JobBanner>
  );
}
