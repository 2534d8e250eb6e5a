import type { Role } from '@loa/shared/api/role';

/** Who asks. `areaId` bounds what they may touch: that area and everything below it. */
export interface Actor {
  /** Empty for nobody signed in. */
  accountId: string;
  role: Role | 'anonymous';
  areaId: string;
}

export const ANONYMOUS: Actor = { accountId: '', role: 'anonymous', areaId: '' };

/** What an action would touch. */
export interface Scope {
  /** Each place, as its chain of areas from the outermost to itself. All must be the actor's. */
  places: readonly (readonly string[])[];
  /** The account that made the thing, where it matters. */
  createdBy?: string | undefined;
}

const STAFF = ['admin', 'broadcaster', 'approver'] as const;
const EVERY_ROLE: readonly Role[] = [
  ...STAFF,
  'contributor',
  'technician',
  'supervisor',
  'provinceViewer',
  'villageHead',
];
const READERS: readonly Role[] = EVERY_ROLE.filter((role) => role !== 'technician');

/** Which roles may do what, inside their area. What is not named here is denied. */
const ALLOWED = {
  'area.read': EVERY_ROLE,
  'area.write': ['admin'],
  'area.merge': ['admin'],
  'roster.read': EVERY_ROLE,
  'roster.write': ['admin'],
  'cluster.read': EVERY_ROLE,
  'cluster.write': ['admin', 'technician'],
  'box.read': EVERY_ROLE,
  'box.write': ['admin', 'technician'],
  'box.plan': [...STAFF, 'technician', 'supervisor'],
  // Quieter, or as loud as the signed limits allow; a test says that it is one.
  'box.sound': ['admin', 'broadcaster', 'technician'],
  'recording.read': READERS,
  'recording.write': [...STAFF, 'contributor'],
  'bulletin.read': READERS,
  'bulletin.write': ['admin', 'broadcaster', 'contributor'],
  'bulletin.withdraw': [...STAFF, 'contributor'],
  'bulletin.approve': ['approver'],
  // How words are read aloud, and the columns: what all bulletins of a place share.
  'wording.write': ['admin', 'broadcaster'],
  'approval.read': [...STAFF, 'supervisor'],
  'programme.read': EVERY_ROLE,
  'programme.write': ['admin', 'broadcaster'],
  'station.read': EVERY_ROLE,
  'station.write': ['admin', 'broadcaster'],
  'station.approve': ['approver'],
  'suspension.read': EVERY_ROLE,
  'suspension.write': ['admin', 'broadcaster'],
  'calendar.read': EVERY_ROLE,
  'calendar.write': ['admin', 'broadcaster'],
  'schedule.read': EVERY_ROLE,
  'schedule.write': ['admin', 'broadcaster'],
  'decision.read': EVERY_ROLE,
  // Which of two urgent things goes first is a matter of whoever answers for what is said.
  'decision.write': ['admin', 'approver', 'broadcaster'],
  'campaign.read': EVERY_ROLE,
  'campaign.write': ['admin', 'broadcaster'],
  // Names who set and who approved something: for those who answer for what sounds.
  'answer.read': [...STAFF, 'technician', 'supervisor', 'provinceViewer', 'villageHead'],
  'stop.read': EVERY_ROLE,
  // Silence is safe: whoever stands below a loudspeaker and answers for it may stop it.
  'stop.write': [...STAFF, 'technician', 'villageHead'],
  'playback.read': EVERY_ROLE,
  'event.read': EVERY_ROLE,
  'incident.read': ['admin', 'broadcaster', 'technician', 'supervisor', 'provinceViewer'],
  'audit.read': ['admin', 'supervisor'],
  'account.read': ['admin'],
  'account.write': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

/** Actions on oneself: any role, no place. */
const OWN = ['own.session', 'own.token'] as const;
/** Open to nobody in particular. */
const PUBLIC = ['public.read', 'public.signIn'] as const;

export type PlacedAction = keyof typeof ALLOWED;
export type Action = PlacedAction | (typeof OWN)[number] | (typeof PUBLIC)[number];

/** Contributors handle what they made themselves. */
const OWN_WORK_ONLY: readonly Action[] = ['bulletin.write', 'bulletin.withdraw'];

export type Decision = { ok: true } | { ok: false; why: 'not_signed_in' | 'role' | 'area' | 'not_own' };

/** Whether an actor may do `action` to what `scope` names. Pure; denies whatever it does not know. */
export function authorise(actor: Actor, action: Action, scope: Scope): Decision {
  const role = roleMay(actor, action);
  if (!role.ok || !isPlaced(action)) return role;
  const { places } = scope;
  if (places.length === 0 || !places.every((chain) => chain.includes(actor.areaId))) {
    return { ok: false, why: 'area' };
  }
  if (actor.role === 'contributor' && OWN_WORK_ONLY.includes(action) && scope.createdBy !== undefined) {
    if (scope.createdBy !== actor.accountId) return { ok: false, why: 'not_own' };
  }
  return { ok: true };
}

/** The part of the decision that needs no place: known before anything is read or uploaded. */
export function roleMay(actor: Actor, action: Action): Decision {
  if (PUBLIC.some((open) => open === action)) return { ok: true };
  if (actor.role === 'anonymous') return { ok: false, why: 'not_signed_in' };
  if (OWN.some((own) => own === action)) return { ok: true };
  const roles: readonly Role[] = isPlaced(action) ? ALLOWED[action] : [];
  return roles.includes(actor.role) ? { ok: true } : { ok: false, why: 'role' };
}

function isPlaced(action: Action): action is PlacedAction {
  return Object.hasOwn(ALLOWED, action);
}
