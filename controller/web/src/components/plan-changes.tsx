import type { PlanDiff } from '@loa/shared/api/answers';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use-format.js';
import { useSpeech } from '../lib/use-speech.js';
import { Row, Rows } from './rows.js';

/** Changes listed; the line above counts all. */
const MOST = 12;

/** Who hears something else after an edit: one line, and the changes one by one for whoever opens it. */
export function PlanChanges({ diff }: { diff: PlanDiff }) {
  const { t } = useTranslation();
  const { clock, date } = useFormat();
  const speech = useSpeech();
  if (diff.changes.length === 0) return null;
  const rest = diff.more + Math.max(0, diff.changes.length - MOST);
  return (
    <details className="card">
      <summary>
        {t('changes.title')}: {diff.text}
      </summary>
      <Rows>
        {diff.changes.slice(0, MOST).map((change) => {
          const at = change.after ?? change.before;
          return (
            <Row
              key={`${change.change} ${change.scheduleId} ${at} ${change.title} ${change.language}`}
              lead={at === null ? '' : clock(at)}
              title={`${t(`changes.${change.change}`)}: ${change.title}`}
              detail={`${date(change.date)} · ${speech(change.language)} · ${change.villages.join(', ')}`}
            />
          );
        })}
      </Rows>
      {rest > 0 && <p className="soft small">{t('changes.more', { count: rest })}</p>}
    </details>
  );
}
