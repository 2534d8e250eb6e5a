import type { Trouble } from '@loa/shared/api/fleet';
import type { Repair } from '@loa/shared/api/repairs';
import { placePath } from '@loa/shared/place-name';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { phoneText } from '../../lib/phone.js';
import { useMay } from '../../lib/session.js';
import { useFormat } from '../../lib/use-format.js';
import { useEndRepair } from './box.js';

/** Who has it to mend since when; the message to them goes by the phone's own sharing (Zalo, SMS). */
export function RepairNote({ trouble, repair }: { trouble: Trouble; repair: Repair }) {
  const { t } = useTranslation('fleet');
  const { moment } = useFormat();
  const may = useMay();
  const tell = useToast();
  const { assignee, at, byName, note } = repair;
  const end = useEndRepair(trouble.boxId, () => tell(t('repair.ended')));
  const { contact } = trouble;
  const text = [
    `${placePath(trouble.areaName, trouble.clusterName)}: ${trouble.text} ${trouble.remedy}`,
    note,
    contact?.phone ? `${contact.name ?? t('why.head')}: ${phoneText(contact.phone)}` : null,
    location.href,
  ]
    .filter(Boolean)
    .join('\n');
  const send = async () => {
    // Leaving the sheet is no error.
    if (typeof navigator.share === 'function') await navigator.share({ text }).catch(() => undefined);
    else {
      await navigator.clipboard.writeText(text);
      tell(t('repair.copied'));
    }
  };
  return (
    <div className="stack">
      <p>
        {t('repair.has', { name: assignee, at: moment(at), by: byName })}
        {note !== null && ` “${note}”`}
      </p>
      <div className="row">
        {window.isSecureContext && <Button onClick={() => void send()}>{t('repair.tell')}</Button>}
        {may('box.sound') && (
          <Button loading={end.isPending} onClick={() => end.mutate(undefined)}>
            {t('repair.done')}
          </Button>
        )}
      </div>
      <ProblemNote error={end.error} />
    </div>
  );
}
