import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../components/toasts.js';

/** Shown this once: to be copied or printed. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation(['profile', 'app']);
  const tell = useToast();
  const copy = () =>
    navigator.clipboard
      ?.writeText(codes.join('\n'))
      .then(() => tell(t('codes.copied')))
      .catch(() => undefined);
  return (
    <div className="stack">
      <h2>{t('codes.title')}</h2>
      <Alert type="warning" showIcon title={t('codes.once')} />
      <ul className="profile-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row not-printed">
        {window.isSecureContext && <Button onClick={() => void copy()}>{t('codes.copy')}</Button>}
        <Button onClick={() => window.print()}>{t('app:act.print')}</Button>
        <Button type="primary" onClick={onDone}>
          {t('codes.kept')}
        </Button>
      </div>
    </div>
  );
}
