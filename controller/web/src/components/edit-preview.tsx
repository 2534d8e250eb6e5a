import type { EditPreview } from '@loa/shared/api/edit-preview';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { editPreviewQuery } from '../lib/edit-preview.js';
import { useFormat } from '../lib/use-format.js';
import { Note } from './note.js';
import { PlanChanges } from './plan-changes.js';
import { ProblemNote } from './problem-note.js';

/** Asks what an edit would change, and shows it; for questions that are put before something is saved. */
export function AskedEditPreview({ path, change }: { path: string; change: object }) {
  const preview = useQuery(editPreviewQuery(path, change));
  return <EditPreviewView preview={preview.data} error={preview.error} />;
}

/** What an edit would change in the next days, for whom, and what it would take from which runs. */
export function EditPreviewView({
  preview,
  error,
}: {
  preview: EditPreview | undefined;
  error: Error | null;
}) {
  const { t } = useTranslation();
  const { date } = useFormat();
  if (error) return <ProblemNote error={error} />;
  if (!preview) return <p className="soft">{t('edit.checking')}</p>;
  const { boxes, diff, warnings, more, until } = preview;
  // Nobody hears it yet.
  if (boxes === 0) return null;
  return (
    <section className="stack" aria-label={t('edit.label')} aria-live="polite">
      {warnings.map(({ message }) => (
        <Note key={message} type="warning" title={message} />
      ))}
      {more > 0 && <p className="soft small">{t('edit.more', { count: more })}</p>}
      {diff.changes.length === 0 && warnings.length === 0 && <p>{t('edit.none')}</p>}
      <PlanChanges diff={diff} />
      <p className="soft small">{t('edit.reach', { count: boxes, until: date(until - 1) })}</p>
    </section>
  );
}
