import type { Variant } from '@loa/shared/api/bulletins';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useReturn } from './approvals.js';
import { reasonOf } from './reason.js';

export interface ReturnDialogProps {
  variant: Pick<Variant, 'id' | 'updatedAt'>;
  title: string;
  reasons: readonly string[];
  onDone: () => void;
  onClose: () => void;
}

/** One tap for the reason, words where it takes more. */
export function ReturnDialog({ variant, title, reasons, onDone, onClose }: ReturnDialogProps) {
  const { t } = useTranslation(['approval', 'app']);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState(false);
  const { mutate, isPending, error } = useReturn(variant, onDone);
  const reason = reasonOf(chosen, words);
  const toggle = (each: string) =>
    setChosen(chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each]);
  return (
    <Dialog
      open
      title={t('back.title')}
      okText={t('back.yes')}
      okButtonProps={{ danger: true }}
      cancelText={t('app:act.cancel')}
      closable={false}
      confirmLoading={isPending}
      onCancel={onClose}
      onOk={() => {
        setAsked(true);
        if (reason !== '') mutate(reason);
      }}
    >
      <div className="stack">
        <p>
          <strong>{title}</strong>
        </p>
        <p>{t('back.what')}</p>
        <fieldset className="approval-reasons" aria-label={t('back.why')}>
          {reasons.map((each) => (
            <Button
              key={each}
              type={chosen.includes(each) ? 'primary' : 'default'}
              aria-pressed={chosen.includes(each)}
              onClick={() => toggle(each)}
            >
              {each}
            </Button>
          ))}
        </fieldset>
        <Field label={t('back.words')}>
          {(id) => (
            <Input.TextArea
              id={id}
              rows={2}
              maxLength={300}
              value={words}
              onChange={({ target }) => setWords(target.value)}
            />
          )}
        </Field>
        {asked && reason === '' && <Alert role="alert" type="error" showIcon title={t('back.need')} />}
        <ProblemNote error={error} />
      </div>
    </Dialog>
  );
}
