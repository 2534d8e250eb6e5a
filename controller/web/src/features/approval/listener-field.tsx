import type { SignedSoFar } from '@loa/shared/api/approvals';
import { Alert, Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { useSpeech } from '../../lib/use-speech.js';
import type { ListenerCase } from './listener-case.js';

export interface ListenerFieldProps {
  kind: ListenerCase;
  language: string;
  signed: SignedSoFar | null;
  value: string;
  onChange: (name: string) => void;
}

/** Who listened with the approver, and whom naming somebody else would make sign again, before it happens. */
export function ListenerField({ kind, language, signed, value, onChange }: ListenerFieldProps) {
  const { t } = useTranslation('approval');
  const speech = useSpeech()(language);
  if (kind === 'none') return null;
  const who = (signed?.by ?? []).join(', ');
  if (kind === 'shared') {
    const name = signed?.listener ?? '';
    return (
      <>
        <p>{t('listener.shared', { who, name })}</p>
        <Checkbox checked={value === name} onChange={({ target }) => onChange(target.checked ? name : '')}>
          {t('listener.sharedToo', { name, language: speech })}
        </Checkbox>
        <small className="soft">{t('listener.sharedHint')}</small>
      </>
    );
  }
  return (
    <>
      {kind === 'again' && (
        <Alert type="warning" showIcon title={t('listener.again', { who, language: speech })} />
      )}
      <Field
        label={t(kind === 'offer' ? 'listener.offer' : 'one.listener', { language: speech })}
        hint={t(kind === 'offer' ? 'listener.offerHint' : 'one.listenerHint', { language: speech })}
      >
        {(id) => (
          <Input id={id} maxLength={200} value={value} onChange={({ target }) => onChange(target.value)} />
        )}
      </Field>
    </>
  );
}

/** Who has signed already, and how many it takes. */
export function SignedNote({ signed }: { signed: SignedSoFar | null }) {
  const { t } = useTranslation('approval');
  if (signed === null || signed.by.length === 0) return null;
  const { by, needs, byYou } = signed;
  const told = { who: by.join(', '), have: by.length, needs };
  return <Alert type="info" showIcon title={t(byYou ? 'signed.byYou' : 'signed.by', told)} />;
}
