import type { AuditKind } from '@loa/shared/api/logs';
import { auditActions } from './audit-text.js';

/** What decides whether something may sound: told apart from the writing of it. */
const APPROVAL: ReadonlySet<string> = new Set([
  ...['variant.approve', 'variant.reject', 'variant.heard', 'variant.sign', 'variant.withdraw'],
  ...['station.approve', 'station.sign', 'set.sign', 'approvalRule.put'],
]);

/** By the word before the point. */
const KINDS: Readonly<Record<string, AuditKind>> = {
  ...{ bulletin: 'bulletin', variant: 'bulletin', recording: 'bulletin', abbreviation: 'bulletin' },
  ...{ column: 'bulletin' },
  ...{ roster: 'approval', rosterRequest: 'approval' },
  ...{ schedule: 'schedule', programme: 'schedule', station: 'schedule', suspension: 'schedule' },
  ...{ campaign: 'schedule', calendar: 'schedule', decision: 'schedule' },
  calendarAddress: 'schedule',
  ...{ stop: 'sound', volume: 'sound' },
  ...{ area: 'place', cluster: 'place', box: 'place', contact: 'place', sim: 'place', import: 'place' },
  ...{ repair: 'place', outline: 'place' },
  ...{ account: 'people', session: 'people', token: 'people', passkey: 'people', secondFactor: 'people' },
  ...{ signInPolicy: 'rules' },
};

/** What an action was about; what nobody sorted counts as a rule of the place. */
export function auditKind(action: string): AuditKind {
  if (APPROVAL.has(action)) return 'approval';
  if (action === 'box.test') return 'sound';
  return KINDS[action.split('.')[0] ?? ''] ?? 'rules';
}

/** Every action of a kind. */
export function actionsOf(kind: AuditKind): string[] {
  return auditActions().filter((action) => auditKind(action) === kind);
}
