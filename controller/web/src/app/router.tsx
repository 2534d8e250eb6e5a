import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject, redirect } from 'react-router';
import { Skeleton } from '../components/skeleton.js';
import { loadTexts } from '../lib/i18n.js';
import { again } from '../lib/lazily.js';
import { meQuery } from '../lib/session.js';
import { Guarded } from './guarded.js';
import { homeFor } from './menu.js';
import { NotFound } from './not-found.js';
import { PageFailed } from './page-failed.js';
import { PAGES, type PageOfFeature } from './pages.js';

/** Where a role that needs a second factor gets one. */
const SECOND_FACTOR = '/them-cach-xac-nhan';

/** `/dang-nhap?ve=/lich-phat` leads back to where somebody wanted to go. */
export function createRouter(client: QueryClient) {
  return createBrowserRouter([
    {
      path: '/dang-nhap',
      lazy: async () => ({ Component: (await import('../features/session/sign-in-page.js')).default }),
      ErrorBoundary: PageFailed,
      HydrateFallback: Skeleton,
    },
    {
      path: '/join',
      lazy: async () =>
        framedPage(import('../components/antd-frame.js'), import('../features/join/join-page.js')),
      ErrorBoundary: PageFailed,
      HydrateFallback: Skeleton,
    },
    {
      path: SECOND_FACTOR,
      loader: async () => ((await client.ensureQueryData(meQuery)) ? null : redirect('/dang-nhap')),
      lazy: async () =>
        framedPage(
          import('../components/antd-frame.js'),
          import('../features/profile/second-factor-page.js'),
        ),
      ErrorBoundary: PageFailed,
      HydrateFallback: Skeleton,
    },
    {
      id: 'signed-in',
      loader: async ({ request }) => {
        const me = await client.ensureQueryData(meQuery);
        // Nothing else answers before that.
        if (me) return me.mustSetUpSecondFactor ? redirect(SECOND_FACTOR) : null;
        const { pathname, search } = new URL(request.url);
        const back = pathname === '/' ? '' : `?${new URLSearchParams({ ve: pathname + search })}`;
        return redirect(`/dang-nhap${back}`);
      },
      // Whether somebody is signed in is asked once; later a request itself says that the session has ended.
      shouldRevalidate: () => false,
      lazy: async () => {
        const [{ Shell, readAhead }, me] = await Promise.all([
          import('./shell.js'),
          client.ensureQueryData(meQuery),
          loadTexts('stops'),
        ]);
        // Nothing answers before there is a second factor.
        if (me && !me.mustSetUpSecondFactor) readAhead(client);
        return { Component: Shell };
      },
      ErrorBoundary: PageFailed,
      HydrateFallback: Skeleton,
      children: [
        {
          index: true,
          loader: async () => {
            const me = await client.ensureQueryData(meQuery);
            return redirect(me ? homeFor(me.role) : '/dang-nhap');
          },
        },
        ...PAGES.map((page) => routeOf(client, page)),
        { path: '/them', lazy: async () => ({ Component: (await import('./more-page.js')).MorePage }) },
        { path: '*', Component: NotFound },
      ],
    },
  ]);
}

/** A page's files, its words and what it reads first come at the same time. */
function routeOf(client: QueryClient, page: PageOfFeature): RouteObject {
  return {
    path: page.path,
    ErrorBoundary: PageFailed,
    loader: async ({ request }) => {
      const me = page.ahead ? await client.ensureQueryData(meQuery) : null;
      if (me) void page.ahead?.({ client, me, address: new URL(request.url).searchParams });
      return null;
    },
    lazy: async () => {
      const frame = page.plain ? null : import('../components/antd-frame.js');
      const [{ element }] = await Promise.all([framedPage(frame, again(page.load)), loadTexts(page.feature)]);
      return { element: <Guarded roles={page.roles}>{element}</Guarded> };
    },
  };
}

/** A page within what it is drawn with. */
async function framedPage(
  frame: Promise<typeof import('../components/antd-frame.js')> | null,
  page: Promise<{ default: ComponentType }>,
) {
  const [framed, { default: Component }] = await Promise.all([frame, page]);
  if (framed === null) return { element: <Component /> };
  return {
    element: (
      <framed.AntdFrame>
        <Component />
      </framed.AntdFrame>
    ),
  };
}
