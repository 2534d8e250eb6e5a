import type { Trouble } from '@loa/shared/api/fleet';
import { placePath } from '@loa/shared/place-name';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useToast } from '../../components/toasts.js';
import { inOneLine } from '../../lib/in-one-line.js';
import { keep, kept } from '../../lib/kept.js';
import { repairQuery, useGiveRepair } from './box.js';

const LAST = 'repair.assignee';

/** Who mends it: the place's technicians, whoever mended the last one, or any name. */
export function RepairDialog({ trouble, onClose }: { trouble: Trouble; onClose: () => void }) {
  const { t } = useTranslation(['fleet', 'app']);
  const tell = useToast();
  const { data } = useQuery(repairQuery(trouble.boxId));
  const last = kept(LAST);
  const names = [...new Set([...(last === null ? [] : [last]), ...(data?.technicians ?? [])])];
  const [typed, setTyped] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const assignee = (typed ?? names[0] ?? '').trim();
  const { mutate, isPending, error } = useGiveRepair(trouble.boxId, () => {
    keep(LAST, assignee);
    tell(t('repair.given', { name: assignee }));
    onClose();
  });
  return (
    <Dialog
      open
      title={t('repair.title')}
      okText={t('repair.yes')}
      okButtonProps={{ disabled: assignee === '' }}
      cancelText={t('app:act.cancel')}
      closable={false}
      confirmLoading={isPending}
      onOk={() => mutate({ assignee, note: inOneLine(note) || null })}
      onCancel={onClose}
    >
      <div className="stack">
        <p>
          {placePath(trouble.areaName, trouble.clusterName)}: {trouble.text}
        </p>
        <Field label={t('repair.who')}>
          {(id) => (
            <AutoComplete
              id={id}
              value={typed ?? names[0] ?? ''}
              maxLength={120}
              options={names.map((value) => ({ value }))}
              onChange={(value: string) => setTyped(value)}
            />
          )}
        </Field>
        <Field label={t('repair.note')}>
          {(id) => (
            <Input.TextArea
              id={id}
              maxLength={300}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <ProblemNote error={error} />
      </div>
    </Dialog>
  );
}
