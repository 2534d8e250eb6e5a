import type { Role } from '@loa/shared/api/role';

const STAFF = ['admin', 'broadcaster', 'approver'] as const;

/**
 * What pages show to whom. A copy of the part of the controller's table that screens ask for, held against it by a
 * test (test/web/rights.test.ts): pages see only shared's schemas, and must not offer what will be refused.
 */
const RIGHTS = {
  'area.write': ['admin'],
  'area.merge': ['admin'],
  'roster.write': ['admin'],
  'cluster.write': ['admin', 'technician'],
  'box.write': ['admin', 'technician'],
  'box.sound': ['admin', 'broadcaster', 'technician'],
  'box.plan': [...STAFF, 'technician', 'supervisor'],
  'recording.write': [...STAFF, 'contributor'],
  'bulletin.read': [...STAFF, 'contributor', 'supervisor', 'provinceViewer', 'villageHead'],
  'bulletin.write': ['admin', 'broadcaster', 'contributor'],
  'bulletin.withdraw': [...STAFF, 'contributor'],
  'bulletin.approve': ['approver'],
  'set.withdraw': STAFF,
  'wording.write': ['admin', 'broadcaster'],
  'approval.read': [...STAFF, 'supervisor'],
  'programme.write': ['admin', 'broadcaster'],
  'station.write': ['admin', 'broadcaster'],
  'station.approve': ['approver'],
  'suspension.write': ['admin', 'broadcaster'],
  'calendar.write': ['admin', 'broadcaster'],
  'schedule.write': ['admin', 'broadcaster'],
  'decision.write': ['admin', 'approver', 'broadcaster'],
  'campaign.write': ['admin', 'broadcaster'],
  'answer.read': [...STAFF, 'technician', 'supervisor', 'provinceViewer', 'villageHead'],
  'stop.write': [...STAFF, 'technician', 'villageHead'],
  'incident.read': ['admin', 'broadcaster', 'technician', 'supervisor', 'provinceViewer'],
  'audit.read': ['admin', 'supervisor'],
  'account.read': ['admin'],
  'account.write': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof RIGHTS;
export const ALL_RIGHTS = Object.keys(RIGHTS).filter((key): key is Right => Object.hasOwn(RIGHTS, key));

export function roleMay(role: Role, right: Right): boolean {
  const roles: readonly Role[] = RIGHTS[right];
  return roles.includes(role);
}
