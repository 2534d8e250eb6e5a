import type { Suspension } from '@loa/shared/api/suspensions';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../lib/use-format.js';
import { useHasPage } from '../../lib/use-has-page.js';
import type { Suspended } from './suspended.js';
import './suspended-notes.css';

/** What is silent on a day, why and until when, above the day's runs. */
export function SuspendedNotes({ those }: { those: readonly Suspended[] }) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  const hasPage = useHasPage();
  const what = useSilenced();
  if (those.length === 0) return null;
  return (
    <ul className="suspended-notes">
      {those.map(({ suspension, only }) => {
        const words = {
          ...{ what: what(suspension), name: suspension.name, until: date(suspension.until) },
        };
        const text = only
          ? t('suspended.part', { ...words, where: only.join(', ') })
          : t('suspended.all', words);
        return (
          <li key={suspension.id}>
            {hasPage('/tam-dung') ? <Link to={`/tam-dung?dot=${suspension.id}`}>{text}</Link> : text}
          </li>
        );
      })}
    </ul>
  );
}

function useSilenced(): (suspension: Suspension) => string {
  const { t } = useTranslation('schedule');
  return ({ everything, music, columns }) => {
    if (everything) return t('suspended.everything');
    return [
      ...(music ? [t('suspended.music')] : []),
      ...(columns.length > 0 ? [t('suspended.columns', { names: columns.join(', ') })] : []),
    ].join(', ');
  };
}
