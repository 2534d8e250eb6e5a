import type { Role } from '@loa/shared/api/role';
import type { MenuName } from '../../lib/page.js';

/** Every page that some role is led to: each has its words in texts. */
export const TOUR_NAMES = [
  ...(['today', 'newBulletin', 'approvals', 'schedule', 'history', 'bulletins', 'submitBulletin'] as const),
  ...(['incidents', 'fleet', 'installation', 'overview', 'province', 'communes', 'village'] as const),
  ...(['whySounded', 'audit', 'profile', 'settings'] as const),
] satisfies readonly MenuName[];
export type TourName = (typeof TOUR_NAMES)[number];

/** The way of one's own work through the app, four or five pages. */
const TOURS: Readonly<Record<Role, readonly TourName[]>> = {
  broadcaster: ['today', 'newBulletin', 'bulletins', 'schedule', 'history'],
  admin: ['today', 'newBulletin', 'schedule', 'history', 'settings'],
  approver: ['approvals', 'today', 'schedule', 'history', 'profile'],
  contributor: ['bulletins', 'submitBulletin', 'history', 'profile'],
  technician: ['incidents', 'fleet', 'installation', 'history', 'profile'],
  supervisor: ['overview', 'today', 'history', 'whySounded', 'audit'],
  provinceViewer: ['province', 'communes', 'history', 'whySounded'],
  villageHead: ['village', 'history', 'whySounded', 'profile'],
};

/** The steps whose pages exist for this person. Pure. */
export function stepsFor(
  role: Role,
  pathOf: (name: MenuName) => string | null,
): { name: TourName; path: string }[] {
  return TOURS[role].flatMap((name) => {
    const path = pathOf(name);
    return path === null ? [] : [{ name, path }];
  });
}

/** Where somebody is on the way: the step's number, or that they have closed it for good. */
export type TourPlace = number | 'closed';

/** What was kept on this machine; null: they never saw it. Pure. */
export function readPlace(text: string | null, steps: number): TourPlace | null {
  if (text === null) return null;
  const step = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return step < steps ? step : 'closed';
}
