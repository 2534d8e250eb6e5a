import type { Deputy } from '@loa/shared/api/accounts';
import type { Role } from '@loa/shared/api/role';

/** Who asks. `areaId` bounds what they may touch: that area and everything below it. */
export interface Actor {
  /** Empty for nobody signed in. */
  accountId: string;
  role: Role | 'anonymous';
  areaId: string;
  /** Signed in too weakly for the role: only the way to a second factor is open. */
  limited?: boolean;
  /** A deputy outside the days of acting: may look, not act. */
  dormant?: boolean;
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
  // Who may sign is for the roster in force to say, not for a role.
  'rosterRequest.read': [...STAFF, 'technician', 'supervisor'],
  'rosterRequest.write': ['admin', 'approver'],
  'rosterRequest.sign': STAFF,
  'cluster.read': EVERY_ROLE,
  'cluster.write': ['admin', 'technician'],
  'box.read': EVERY_ROLE,
  'box.write': ['admin', 'technician'],
  'broker.read': ['admin', 'technician'],
  'box.plan': [...STAFF, 'technician', 'supervisor'],
  // Quieter, or as loud as the signed limits allow; a test says that it is one.
  'box.sound': ['admin', 'broadcaster', 'technician'],
  'recording.read': READERS,
  'recording.write': [...STAFF, 'contributor'],
  'bulletin.read': READERS,
  'bulletin.write': ['admin', 'broadcaster', 'contributor'],
  'bulletin.withdraw': [...STAFF, 'contributor'],
  'bulletin.approve': ['approver'],
  // What one grant approves may be several people's: nobody's own work.
  'set.withdraw': STAFF,
  // How words are read aloud, and the columns: what all bulletins of a place share.
  'wording.write': ['admin', 'broadcaster'],
  'approval.read': [...STAFF, 'supervisor'],
  'programme.read': EVERY_ROLE,
  'programme.write': ['admin', 'broadcaster'],
  'station.read': EVERY_ROLE,
  'station.write': ['admin', 'broadcaster'],
  'station.approve': ['approver'],
  'station.withdraw': STAFF,
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
const OWN = ['own.session', 'own.token', 'own.secondFactor', 'own.password'] as const;
/** Open to nobody in particular. */
const PUBLIC = ['public.read', 'public.signIn', 'public.link'] as const;
/** What leads out of being `limited`. */
const OPEN_TO_LIMITED: readonly Action[] = ['own.session', 'own.secondFactor'];

export type PlacedAction = keyof typeof ALLOWED;
export type Action = PlacedAction | (typeof OWN)[number] | (typeof PUBLIC)[number];

/** Contributors handle what they made themselves. */
const OWN_WORK_ONLY: readonly Action[] = ['bulletin.write', 'bulletin.withdraw'];

export type Decision = { ok: true } | { ok: false; why: Refusal };

export type Refusal = 'not_signed_in' | 'second_factor' | 'not_acting' | 'role' | 'area' | 'not_own';

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
  if (actor.limited && !OPEN_TO_LIMITED.includes(action)) return { ok: false, why: 'second_factor' };
  if (OWN.some((own) => own === action)) return { ok: true };
  const roles: readonly Role[] = isPlaced(action) ? ALLOWED[action] : [];
  if (!roles.includes(actor.role)) return { ok: false, why: 'role' };
  return actor.dormant && !action.endsWith('.read') ? { ok: false, why: 'not_acting' } : { ok: true };
}

/** Whether a deputy (KT.) may act at this instant; the end is not included. */
export function isActing({ actingFrom, actingUntil }: Deputy, now: number): boolean {
  return actingFrom <= now && now < actingUntil;
}

function isPlaced(action: Action): action is PlacedAction {
  return Object.hasOwn(ALLOWED, action);
}
