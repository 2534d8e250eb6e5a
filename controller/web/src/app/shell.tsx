import { MoreOutlined } from '@ant-design/icons';
import type { QueryClient } from '@tanstack/react-query';
import { Suspense, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { framed } from '../components/framed.js';
import { Skeleton } from '../components/skeleton.js';
import { SignInAgain } from '../features/session/sign-in-again.js';
import { StopButton } from '../features/stops/stop-button.js';
import { firstStopsQuery } from '../features/stops/stops.js';
import { StopsInForce } from '../features/stops/stops-in-force.js';
import { useMe } from '../lib/session.js';
import { HasPageContext } from '../lib/use-has-page.js';
import { LineNotes } from './line-notes.js';
import { barOf, type MenuPage, moreOf, opens } from './menu.js';
import { OutboxNotes } from './outbox-notes.js';
import { OutboxProvider } from './outbox-provider.js';
import { healthQuery, useHealth } from './use-health.js';
import { StartTourContext, useTour } from './use-tour.js';
import './shell.css';

const Tour = framed(() => import('../features/tour/tour.js'));

/**
 * Asks for what the shell reads, before it is drawn: a query that begins only when its reader is mounted changes there
 * and then, and the whole page is drawn a second time, in one piece.
 */
export function readAhead(client: QueryClient): void {
  void client.prefetchQuery(firstStopsQuery);
  void client.prefetchQuery(healthQuery);
}

/** What stands around every page: where one is, the way to silence, the menu, and what is wrong right now. */
export function Shell() {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useFocusOnNewPage(main, pathname);
  const { role } = useMe();
  const { steps, at, go } = useTour();
  const navigate = useNavigate();
  const first = steps[0]?.path;
  const startTour = useCallback(() => {
    go(0);
    if (first !== undefined) void navigate(first);
  }, [go, first, navigate]);
  const hasPage = useCallback((path: string) => opens(role, path), [role]);
  return (
    <OutboxProvider>
      <div className="shell">
        <a className="shell-skip" href="#main">
          {t('skip')}
        </a>
        <TopBar />
        <div className="shell-notes">
          <LineNotes />
          <OutboxNotes />
          <StopsInForce />
        </div>
        <main id="main" className="shell-main" ref={main} tabIndex={-1}>
          <HasPageContext value={hasPage}>
            <StartTourContext value={startTour}>
              <Suspense fallback={<Skeleton />}>
                <Outlet />
              </Suspense>
            </StartTourContext>
          </HasPageContext>
        </main>
        <Navigation />
        <SignInAgain />
        {at !== 'closed' && steps.length > 0 && (
          <Suspense fallback={null}>
            <Tour steps={steps} at={at} onGo={go} />
          </Suspense>
        )}
      </div>
    </OutboxProvider>
  );
}

function TopBar() {
  const { t } = useTranslation();
  const { areaName } = useMe();
  const health = useHealth();
  return (
    <header className="shell-top">
      <Link className="shell-name" to="/">
        <img src="/icon.svg" alt="" width="36" height="36" />
        <span>
          <strong>
            {t('name')} {health?.demo && <span className="shell-demo">{t('demo')}</span>}
          </strong>
          <small>{areaName}</small>
        </span>
      </Link>
      <StopButton />
    </header>
  );
}

function Navigation() {
  const { t } = useTranslation();
  const { role } = useMe();
  return (
    <nav className="shell-nav" aria-label={t('menu.label')}>
      <ul>
        {barOf(role).map((page) => (
          <Entry key={page.path} page={page} />
        ))}
        {moreOf(role).map((page) => (
          <Entry key={page.path} page={page} wide />
        ))}
        <li className="only-narrow">
          <NavLink to="/them">
            <MoreOutlined aria-hidden />
            {t('menu.more')}
          </NavLink>
        </li>
      </ul>
    </nav>
  );
}

function Entry({ page, wide = false }: { page: MenuPage; wide?: boolean }) {
  const { t } = useTranslation();
  return (
    <li className={wide ? 'only-wide' : undefined}>
      <NavLink to={page.path}>
        {page.menu.icon}
        {t(`menu.${page.menu.name}`)}
      </NavLink>
    </li>
  );
}

/** Keyboard and screen reader go on in the new page, not in the menu. The first page keeps the browser's own. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>, pathname: string) {
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}
