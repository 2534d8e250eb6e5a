import type { Role } from '@loa/shared/api/role';
import type { MenuName, Page } from '../lib/page.js';
import { MENU_NAMES } from '../lib/page.js';
import { BARS, homeOf } from './navigation.js';
import { PAGES, pageOf } from './pages.js';

/** A page that stands in a menu. */
export type MenuPage = Page & { menu: NonNullable<Page['menu']> };

export function mayOpen(role: Role, page: Page): boolean {
  return page.roles === undefined || page.roles.includes(role);
}

function menuPage(role: Role, name: MenuName): MenuPage[] {
  const page = pageOf(name);
  return page?.menu && mayOpen(role, page) ? [{ ...page, menu: page.menu }] : [];
}

/** The bottom bar without "Thêm": what APP.md gives the role, as far as it exists. */
export function barOf(role: Role): MenuPage[] {
  return BARS[role].flatMap((name) => menuPage(role, name));
}

/** What "Thêm" holds: everything the role may open that is not in its bar. */
export function moreOf(role: Role): MenuPage[] {
  return MENU_NAMES.filter((name) => !BARS[role].includes(name)).flatMap((name) => menuPage(role, name));
}

/** Where a menu entry leads this role; null: nowhere. */
export function menuPath(role: Role, name: MenuName): string | null {
  return menuPage(role, name)[0]?.path ?? null;
}

export function homeFor(role: Role): string {
  const name = homeOf(role, (each) => menuPage(role, each).length > 0);
  return PAGES.find(({ menu }) => menu?.name === name)?.path ?? '/hom-nay';
}

/** Whether a path without parameters leads to a page that the role may open. */
export function opens(role: Role, path: string): boolean {
  return PAGES.some((page) => page.path === path && mayOpen(role, page));
}
