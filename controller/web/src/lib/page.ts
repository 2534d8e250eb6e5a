import type { Role } from '@loa/shared/api/role';
import type { Me } from '@loa/shared/api/session';
import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';

/** One page of a feature, as `features/x/pages.tsx` names it; app/pages.ts gathers them. */
export interface Page {
  /** As React Router has it: `/lich-phat/:scheduleId`. */
  path: string;
  /** Loaded when somebody goes there. */
  load: () => Promise<{ default: ComponentType }>;
  /** Draws without antd, which then does not come with it: for the pages that are opened first. */
  plain?: true;
  /** What it reads first, asked for while its files are still coming. */
  ahead?: (at: Ahead) => Promise<unknown>;
  /** Who may open it; absent: everybody who is signed in. */
  roles?: readonly Role[];
  /** Where it stands in menus. Absent: it is reached from another page. */
  menu?: MenuEntry;
}

/** Who opens a page, and what its address says. */
export interface Ahead {
  client: QueryClient;
  me: Me;
  address: URLSearchParams;
}

export interface MenuEntry {
  /** The words: a key below `menu` in app/texts. */
  name: MenuName;
  icon: ReactNode;
}

/** Everything that APP.md's bars and "Thêm" can hold, in the order of "Thêm". An entry appears with its page. */
export const MENU_NAMES = [
  'today',
  'approvals',
  'bulletins',
  'newBulletin',
  'submitBulletin',
  'schedule',
  'programmes',
  'suspensions',
  'decisions',
  'overview',
  'province',
  'communes',
  'village',
  'incidents',
  'fleet',
  'installation',
  'lists',
  'places',
  'live',
  'relay',
  'emergency',
  'history',
  'whySounded',
  'whySilent',
  'audit',
  'feedback',
  'columns',
  'calendars',
  'abbreviations',
  'campaigns',
  'reports',
  'settings',
  'accounts',
  'profile',
] as const;
export type MenuName = (typeof MENU_NAMES)[number];
