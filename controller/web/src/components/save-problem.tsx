import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use-format.js';
import { overtakenBy, type Version } from '../lib/use-version.js';
import { Note } from './note.js';
import { PlainButton } from './plain-button.js';
import { ProblemNote } from './problem-note.js';

export interface SaveProblemProps {
  error: unknown;
  /** Null: it is new, and nobody else can have changed it. */
  version: Version | null;
}

/**
 * Why a form could not be saved, or will not be: where a colleague saved the same thing while it was open, the person
 * says which of the two stays.
 */
export function SaveProblem({ error, version }: SaveProblemProps) {
  const { t } = useTranslation();
  const { moment } = useFormat();
  if (version?.changedAt != null) {
    return (
      <Note
        type="warning"
        title={t('meanwhile.title', { at: moment(version.changedAt) })}
        description={
          <>
            <p>{t('meanwhile.what')}</p>
            <p className="row">
              <PlainButton onClick={version.seeNew}>{t('meanwhile.seeNew')}</PlainButton>
              <PlainButton onClick={version.keepMine}>{t('meanwhile.keepMine')}</PlainButton>
            </p>
          </>
        }
      />
    );
  }
  // The person has decided since.
  if (version !== null && overtakenBy(error) === version.readAt) return null;
  return <ProblemNote error={error} />;
}
