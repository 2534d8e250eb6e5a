import { useTranslation } from 'react-i18next';
import './skeleton.css';

/** Stands for a page or a list that is on its way. Light: it is part of what loads first. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status" aria-busy="true">
      <span className="only-read">{t('list.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <div key={line} className="skeleton-line" />
      ))}
    </div>
  );
}
