import { useTranslation } from 'react-i18next';
import { fieldProblems, fieldWords } from '../lib/api.js';
import { Note } from './note.js';
import { PlainButton } from './plain-button.js';

/** What went wrong and in which fields, in the controller's own words, and the way to try again where there is one. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  if (!(error instanceof Error)) return null;
  const fields = fieldProblems(error);
  return (
    <Note
      type="error"
      title={error.message}
      description={fields.length > 0 && fields.map((each) => <p key={each.field}>{fieldWords(each)}</p>)}
      action={onRetry && <PlainButton onClick={onRetry}>{t('act.retry')}</PlainButton>}
    />
  );
}
