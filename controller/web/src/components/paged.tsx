import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { PlainButton } from './plain-button.js';

/** One of the values in the address, by its name. */
export type InAddress = (name: string) => string | null;
type Changes = Readonly<Record<string, string | null>>;

/**
 * A list's filters and page in the address, so that every view has a link. `set` changes some and goes back to the first
 * page; empty values leave the address. Whatever hangs on others is said by a function: on a slow phone the page that
 * was drawn is older than what was chosen last.
 */
export function useListAddress() {
  const [params, setParams] = useSearchParams();
  const set = (changes: Changes | ((get: InAddress) => Changes)) => {
    const next = new URLSearchParams(window.location.search);
    const changed = typeof changes === 'function' ? changes((name) => next.get(name)) : changes;
    next.delete('trang');
    for (const [name, value] of Object.entries(changed)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    setParams(next, { replace: true });
  };
  const to = (cursor: string | null): string => {
    const next = new URLSearchParams(params);
    if (cursor === null) next.delete('trang');
    else next.set('trang', cursor);
    return `?${next}`;
  };
  return { get: (name: string) => params.get(name), cursor: params.get('trang'), set, to };
}

export interface PagerProps {
  cursor: string | null;
  next: string | null;
  /** What stands above is of the filter before, and so is where it goes on. */
  stale?: boolean;
}

/** Below a list that has more than a page: on, and back to the start; the browser's own "back" does the rest. */
export function Pager({ cursor, next, stale = false }: PagerProps) {
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
      {cursor !== null && <PlainButton onClick={() => go(null)}>{t('act.firstPage')}</PlainButton>}
      {next !== null && (
        <PlainButton busy={stale} onClick={() => go(next)}>
          {t('act.nextPage')}
        </PlainButton>
      )}
    </div>
  );
}
