import { useTranslation } from 'react-i18next';
import { now } from '../../lib/clock.js';
import { useMe } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';

/** On paper alone: whose it is, who printed it when, and where the same page is found. */
export function Letterhead() {
  const { t } = useTranslation(['history', 'app']);
  const { name, areaName } = useMe();
  const { clock, date } = useFormat();
  const at = now();
  return (
    <div className="history-letterhead">
      <p>
        <strong>
          {t('app:name')} · {areaName}
        </strong>
      </p>
      <p className="small">{t('printed', { name, at: `${clock(at)} ${date(at)}`, url: location.href })}</p>
    </div>
  );
}
