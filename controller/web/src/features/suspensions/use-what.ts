import type { Suspension } from '@loa/shared/api/suspensions';
import { useTranslation } from 'react-i18next';

/** What a suspension silences, in words. */
export function useWhat(): (suspension: Pick<Suspension, 'music' | 'columns' | 'everything'>) => string {
  const { t } = useTranslation('suspensions');
  return ({ music, columns, everything }) => {
    if (everything) return t('what.everything');
    return [
      ...(music ? [t('what.music')] : []),
      ...(columns.length > 0 ? [t('what.columns', { names: columns.join(', ') })] : []),
    ].join('; ');
  };
}
