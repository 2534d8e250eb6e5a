import { pages as admin } from '../features/admin/pages.js';
import { pages as approval } from '../features/approval/pages.js';
import { pages as audit } from '../features/audit/pages.js';
import { pages as bulletins } from '../features/bulletins/pages.js';
import { pages as calendars } from '../features/calendars/pages.js';
import { pages as campaigns } from '../features/campaigns/pages.js';
import { pages as columns } from '../features/columns/pages.js';
import { pages as decisions } from '../features/decisions/pages.js';
import { pages as fleet } from '../features/fleet/pages.js';
import { pages as history } from '../features/history/pages.js';
import { pages as lists } from '../features/lists/pages.js';
import { pages as oversight } from '../features/oversight/pages.js';
import { pages as places } from '../features/places/pages.js';
import { pages as profile } from '../features/profile/pages.js';
import { pages as programmes } from '../features/programmes/pages.js';
import { pages as schedule } from '../features/schedule/pages.js';
import { pages as stations } from '../features/stations/pages.js';
import { pages as suspensions } from '../features/suspensions/pages.js';
import { pages as today } from '../features/today/pages.js';
import { pages as village } from '../features/village/pages.js';
import type { MenuName, Page } from '../lib/page.js';

/** In the order in which pages take an address. The name of a feature's folder is that of its texts, too. */
const FEATURES: Readonly<Record<string, readonly Page[]>> = {
  today,
  approval,
  bulletins,
  schedule,
  programmes,
  stations,
  suspensions,
  decisions,
  fleet,
  lists,
  places,
  oversight,
  history,
  audit,
  profile,
  campaigns,
  village,
  columns,
  calendars,
  admin,
};

/** Every page for people who are signed in. */
export const PAGES: readonly PageOfFeature[] = Object.entries(FEATURES).flatMap(([feature, pages]) =>
  pages.map((page) => ({ ...page, feature })),
);

export interface PageOfFeature extends Page {
  feature: string;
}

/** The page of a menu entry, where it exists. */
export function pageOf(name: MenuName): PageOfFeature | undefined {
  return PAGES.find(({ menu }) => menu?.name === name);
}
