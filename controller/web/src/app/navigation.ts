import type { Role } from '@loa/shared/api/role';
import type { MenuName } from '../lib/page.js';

/** The bottom bar of each role, as APP.md has it; "Thêm" closes it. An entry without a page yet is left out. */
export const BARS: Readonly<Record<Role, readonly MenuName[]>> = {
  broadcaster: ['today', 'bulletins', 'newBulletin', 'schedule'],
  approver: ['approvals', 'today', 'schedule'],
  technician: ['incidents', 'fleet', 'installation'],
  supervisor: ['overview', 'reports', 'history'],
  provinceViewer: ['province', 'communes', 'reports'],
  villageHead: ['village'],
  admin: ['today', 'bulletins', 'newBulletin', 'schedule'],
  contributor: ['bulletins', 'submitBulletin'],
};

/** What opens first: the bar's first page that exists, else "Hôm nay". */
export function homeOf(role: Role, exists: (name: MenuName) => boolean): MenuName {
  return BARS[role].find(exists) ?? 'today';
}
