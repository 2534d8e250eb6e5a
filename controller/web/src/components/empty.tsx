import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** A list without anything in it says what that means, and what to do. */
export function Empty({ text, children }: { text?: string; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="card soft stack">
      <p>{text ?? t('list.empty')}</p>
      {children}
    </div>
  );
}
