import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

/**
 * A list's filters and page in the address, so that every view has a link. `set` changes some and goes back to the first
 * page; empty values leave the address.
 */
export function useListAddress() {
  const [params, setParams] = useSearchParams();
  const set = (changes: Readonly<Record<string, string | null>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('trang');
        for (const [name, value] of Object.entries(changes)) {
          if (value === null || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  const to = (cursor: string | null): string => {
    const next = new URLSearchParams(params);
    if (cursor === null) next.delete('trang');
    else next.set('trang', cursor);
    return `?${next}`;
  };
  return { get: (name: string) => params.get(name), cursor: params.get('trang'), set, to };
}

/** Below a list that has more than a page: on, and back to the start; the browser's own "back" does the rest. */
export function Pager({ cursor, next }: { cursor: string | null; next: string | null }) {
  const { t } = useTranslation();
  const { to } = useListAddress();
  const [, setParams] = useSearchParams();
  const go = (target: string | null) => {
    setParams(to(target).slice(1));
    window.scrollTo(0, 0);
  };
  if (cursor === null && next === null) return null;
  return (
    <div className="row not-printed">
      {cursor !== null && <Button onClick={() => go(null)}>{t('act.firstPage')}</Button>}
      {next !== null && <Button onClick={() => go(next)}>{t('act.nextPage')}</Button>}
    </div>
  );
}
