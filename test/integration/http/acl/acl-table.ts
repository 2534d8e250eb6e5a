import type { Role } from '@loa/shared/api/role';
import type { AclPlace } from '../../../support/acl-places.js';

/** How one route is asked, and who may. A route that is not in the table fails the test: deny by default, here too. */
export interface AclRow {
  /** `public`: without signing in; `signedIn`: whoever is, for what is their own. */
  who: 'public' | 'signedIn' | readonly Role[];
  /** What the request names, for things of this place. Path parameters are named after the place's own. */
  ask: (place: AclPlace) => { query?: Record<string, string>; body?: unknown; params?: Partial<AclPlace> };
  /** Nothing in the request names a place: it is about the asker's own area. */
  here?: true;
  /** What is another area's is as if it were not there. */
  hidden?: true;
  /** About something of the asker's own, which does not exist here. */
  ownThing?: true;
  /** Contributors may do this with what they wrote and with nothing else. */
  ownWork?: (place: AclPlace) => Partial<AclPlace>;
}

const ALL: readonly Role[] = [
  ...(['admin', 'broadcaster', 'approver', 'contributor'] as const),
  ...(['technician', 'supervisor', 'provinceViewer', 'villageHead'] as const),
];
const READERS = ALL.filter((role) => role !== 'technician');
const ADMIN: readonly Role[] = ['admin'];
const PLANNERS: readonly Role[] = ['admin', 'broadcaster'];
const WRITERS: readonly Role[] = ['admin', 'broadcaster', 'contributor'];
const RECORDERS: readonly Role[] = ['admin', 'broadcaster', 'approver', 'contributor'];
const INSTALLERS: readonly Role[] = ['admin', 'technician'];
const SIGNERS: readonly Role[] = ['admin', 'broadcaster', 'approver'];
const STOPPERS: readonly Role[] = ['admin', 'broadcaster', 'approver', 'technician', 'villageHead'];
const APPROVER: readonly Role[] = ['approver'];

const nothing = () => ({});
const byId = (who: readonly Role[]): AclRow => ({ who, ask: nothing });
const inArea = (who: readonly Role[]): AclRow => ({
  who,
  ask: ({ commune }) => ({ query: { area: commune } }),
});
const sends = (who: readonly Role[], body: (place: AclPlace) => unknown): AclRow => ({
  ...{ who, ask: (place) => ({ body: body(place) }) },
});
const here = (who: readonly Role[]): AclRow => ({ who, ask: nothing, here: true });
const hiddenById = (who: readonly Role[]): AclRow => ({ ...byId(who), hidden: true });
const own: AclRow = { who: 'signedIn', ask: nothing, here: true };
const open: AclRow = { who: 'public', ask: nothing, here: true };
const written = (who: readonly Role[]): AclRow => ({
  ...byId(who),
  ownWork: ({ othersBulletinId, othersVariantId }) => ({
    ...{ bulletinId: othersBulletinId, variantId: othersVariantId },
  }),
});
const ofCluster = (who: readonly Role[]): AclRow => ({
  who,
  ask: ({ clusterId }) => ({ query: { cluster: clusterId, at: '1793584800000' } }),
});

const people: Record<string, AclRow> = {
  'post /session': open,
  'delete /session': own,
  'get /session': own,
  'get /sessions': own,
  'delete /sessions/{sessionId}': own,
  'post /sessions/end-others': own,
  'post /session/password': own,
  'post /session/passkey/prepare': open,
  'post /session/passkey': open,
  'get /passkeys/place': open,
  'get /passkeys': own,
  'post /passkeys/prepare': own,
  'post /passkeys': own,
  'delete /passkeys/{kid}': own,
  'get /second-factor': own,
  'post /second-factor/totp': own,
  'post /second-factor/totp/confirm': own,
  'post /second-factor/recovery-codes': own,
  'post /second-factor/totp/remove': own,
  'get /sign-in-policy': own,
  // Over the whole controller: an admin of one commune is outside of it, see `wholeOnly`.
  'put /sign-in-policy': { ...here(ADMIN) },
  'post /links/read': open,
  'post /links/use': open,
  'post /tokens': own,
  'get /tokens': own,
  'delete /tokens/{tokenId}': own,
  'post /accounts': sends(ADMIN, ({ commune }) => ({ areaId: commune })),
  'get /accounts': inArea(ADMIN),
  'get /accounts/{accountId}': byId(ADMIN),
  'patch /accounts/{accountId}': byId(ADMIN),
  'post /accounts/{accountId}/disable': byId(ADMIN),
  'post /accounts/{accountId}/enable': byId(ADMIN),
  'post /accounts/{accountId}/link': byId(ADMIN),
  'post /accounts/{accountId}/second-factor/reset': byId(ADMIN),
  'get /accounts/{accountId}/sessions': byId(ADMIN),
  'post /accounts/{accountId}/sessions/end': byId(ADMIN),
  'post /accounts/{accountId}/handover': sends(ADMIN, ({ colleague }) => ({ to: colleague })),
  'get /areas/{areaId}/approval-rule': byId(ALL),
  'put /areas/{areaId}/approval-rule': byId(ADMIN),
  'get /access-reviews': inArea(ADMIN),
  'post /areas/{areaId}/access-review': byId(ADMIN),
  'get /audit': inArea(['admin', 'supervisor']),
  'get /audit/actors': inArea(['admin', 'supervisor']),
  'get /audit/chain': here(['admin', 'supervisor']),
  'get /audit/export': inArea(['admin', 'supervisor']),
};

const places: Record<string, AclRow> = {
  'get /health': open,
  'post /areas': sends(ADMIN, ({ commune }) => ({ parentId: commune })),
  'get /areas': inArea(ALL),
  'get /areas/tree': inArea(ALL),
  'get /areas/{areaId}': byId(ALL),
  'get /areas/{areaId}/rules-in-force': byId(ALL),
  'patch /areas/{areaId}': byId(ADMIN),
  'post /areas/{areaId}/preview': byId(ADMIN),
  'delete /areas/{areaId}/outline': byId(ADMIN),
  'post /areas/{areaId}/merge': sends(ADMIN, ({ area }) => ({ into: area })),
  'get /areas/{areaId}/merge': { who: ADMIN, ask: ({ area }) => ({ query: { into: area } }) },
  'get /keys': here(ALL),
  'put /areas/{areaId}/roster': byId(ADMIN),
  'get /areas/{areaId}/roster': byId(ALL),
  'post /roster-requests': sends(['admin', 'approver'], ({ commune }) => ({ communeId: commune })),
  'get /roster-requests': {
    who: ['admin', 'broadcaster', 'approver', 'technician', 'supervisor'],
    ask: ({ commune }) => ({ query: { commune } }),
  },
  'get /roster-requests/{requestId}': byId(['admin', 'broadcaster', 'approver', 'technician', 'supervisor']),
  'post /roster-requests/{requestId}/cancel': byId(['admin', 'approver']),
  'post /roster-requests/{requestId}/signature/prepare': byId(SIGNERS),
  'post /roster-requests/{requestId}/signature/finish': byId(SIGNERS),
  'post /roster-requests/{requestId}/signatures': byId(SIGNERS),
  'post /clusters': sends(INSTALLERS, ({ area }) => ({ areaId: area })),
  'get /clusters': inArea(ALL),
  'get /clusters/{clusterId}': byId(ALL),
  'get /clusters/{clusterId}/rules-in-force': byId(ALL),
  'patch /clusters/{clusterId}': byId(INSTALLERS),
  'post /clusters/{clusterId}/preview': byId(INSTALLERS),
  'post /boxes': sends(INSTALLERS, ({ clusterId }) => ({ clusterId })),
  'get /boxes': inArea(ALL),
  'get /boxes/{boxId}': byId(ALL),
  'post /boxes/{boxId}/enrolment-code': byId(INSTALLERS),
  'post /boxes/{boxId}/revoke': byId(INSTALLERS),
  'post /boxes/{boxId}/replace': byId(INSTALLERS),
  'get /boxes/{boxId}/plan': byId(['admin', 'broadcaster', 'approver', 'technician', 'supervisor']),
  'get /boxes/{boxId}/volume': byId(ALL),
  'patch /boxes/{boxId}/volume': byId(['admin', 'broadcaster', 'technician']),
  'post /boxes/{boxId}/test': byId(['admin', 'broadcaster', 'technician']),
  'get /boxes/{boxId}/repair': byId(['admin', 'broadcaster', 'technician']),
  'put /boxes/{boxId}/repair': byId(['admin', 'broadcaster', 'technician']),
  'delete /boxes/{boxId}/repair': byId(['admin', 'broadcaster', 'technician']),
  'get /boxes/{boxId}/sim': byId(ALL),
  'put /boxes/{boxId}/sim': byId(INSTALLERS),
  'get /boxes/{boxId}/events': byId(['admin', 'broadcaster', 'technician', 'supervisor', 'provinceViewer']),
  'get /clusters/{clusterId}/contact': byId(ALL),
  'put /clusters/{clusterId}/contact': byId(INSTALLERS),
  'post /imports/areas': inArea(ADMIN),
  'post /imports/areas/{importId}/apply': { ...here(ADMIN), ownThing: true },
  'post /imports/clusters': inArea(INSTALLERS),
  'post /imports/clusters/{importId}/apply': { ...here(INSTALLERS), ownThing: true },
  'post /imports/sims': inArea(INSTALLERS),
  'post /imports/sims/{importId}/apply': { ...here(INSTALLERS), ownThing: true },
  'post /imports/outlines': inArea(ADMIN),
  'post /imports/outlines/{importId}/apply': { ...here(ADMIN), ownThing: true },
  'get /exports/areas.xlsx': inArea(ALL),
  'get /exports/clusters.xlsx': inArea(ALL),
  'get /exports/sims.xlsx': inArea(ALL),
  'get /fleet': inArea(ALL),
  'get /troubles': inArea(ALL),
  'get /sims': inArea(ALL),
  'get /map': inArea(ALL),
  'get /map/areas': inArea(ALL),
  'get /today': inArea(ALL),
  'get /overview': inArea(ALL),
  'get /broker': here(INSTALLERS),
  'get /incidents': inArea(['admin', 'broadcaster', 'technician', 'supervisor', 'provinceViewer']),
  'get /events': here(ALL),
  'post /stops': sends(STOPPERS, ({ commune, boxId }) => ({ areaId: commune, boxIds: [boxId] })),
  'get /stops': inArea(ALL),
  'post /stops/{stopId}/lift': byId(STOPPERS),
};

const words: Record<string, AclRow> = {
  'post /recordings': here(RECORDERS),
  'get /recordings/{sha256}': hiddenById(READERS),
  'get /recordings/{sha256}/audio': hiddenById(READERS),
  'get /recordings/{sha256}/aac': hiddenById(READERS),
  'get /recordings/{sha256}/uses': hiddenById(READERS),
  'get /recordings/{sha256}/peaks': hiddenById(READERS),
  'post /recordings/{sha256}/trim': hiddenById(RECORDERS),
  'get /uploads': here(RECORDERS),
  'post /uploads/{uploadId}/finish': { ...here(RECORDERS), ownThing: true },
  'get /speech/voices': here(RECORDERS),
  'post /speech/estimate': sends(READERS, ({ commune }) => ({ areaId: commune })),
  'post /speech': sends(RECORDERS, ({ commune }) => ({ areaId: commune })),
  'get /abbreviations': inArea(READERS),
  'post /abbreviations': sends(PLANNERS, ({ commune }) => ({ areaId: commune })),
  'patch /abbreviations/{abbreviationId}': byId(PLANNERS),
  'delete /abbreviations/{abbreviationId}': byId(PLANNERS),
  'get /columns': inArea(READERS),
  'post /columns': sends(PLANNERS, ({ commune }) => ({ areaId: commune })),
  'patch /columns/{columnId}': byId(PLANNERS),
  'get /vocabulary': inArea(READERS),
  'post /bulletins': sends(WRITERS, ({ commune }) => ({ areaId: commune })),
  'get /bulletins': inArea(READERS),
  'get /bulletins/{bulletinId}': byId(READERS),
  'get /bulletins/{bulletinId}/history': byId(READERS),
  'get /bulletins/{bulletinId}/script': byId(READERS),
  'patch /bulletins/{bulletinId}': written(WRITERS),
  'post /bulletins/{bulletinId}/preview': written(WRITERS),
  'put /bulletins/{bulletinId}/variants/{language}': written(WRITERS),
  'post /variants/{variantId}/submit': written(WRITERS),
  'post /variants/{variantId}/withdraw': written(RECORDERS),
  'post /variants/{variantId}/withdraw/preview': written(RECORDERS),
  'post /variants/{variantId}/reject': byId(APPROVER),
  'get /variants/{variantId}/approval': byId(APPROVER),
  'post /variants/{variantId}/grant': byId(APPROVER),
  'post /variants/{variantId}/heard': byId(APPROVER),
  'get /variants/{variantId}/heard': byId(APPROVER),
  'post /variants/{variantId}/approval/prepare': byId(APPROVER),
  'post /variants/{variantId}/approval/finish': byId(APPROVER),
  'get /approvals': inArea([...SIGNERS, 'supervisor']),
  'get /sets': inArea([...SIGNERS, 'supervisor']),
  'get /sets/waiting': inArea([...SIGNERS, 'supervisor']),
  'get /reapprovals': inArea(READERS),
  // What several people's recordings may have gone into: not a contributor's own work, so nobody's but the staff's.
  'post /grants/{grantId}/withdraw': byId(SIGNERS),
  'post /sets/approval/prepare': sends(APPROVER, ({ variantId }) => ({ variantIds: [variantId] })),
  'post /sets/approval/finish': sends(APPROVER, ({ variantId }) => ({ variantIds: [variantId] })),
};

const plans: Record<string, AclRow> = {
  'post /programmes': sends(PLANNERS, ({ commune }) => ({ areaId: commune })),
  'post /programmes/preview': sends(PLANNERS, ({ commune, bulletinId }) => ({
    ...{ areaId: commune, slots: [{ slot: 'slot_one', kind: 'bulletin', bulletinId }] },
  })),
  'get /programmes': inArea(ALL),
  'get /programmes/{programmeId}': byId(ALL),
  'patch /programmes/{programmeId}': byId(PLANNERS),
  'post /programmes/{programmeId}/preview': byId(PLANNERS),
  'post /programmes/{programmeId}/archive': byId(PLANNERS),
  'post /stations': sends(PLANNERS, ({ commune }) => ({ areaId: commune })),
  'get /stations': inArea(ALL),
  'get /stations/{stationId}': byId(ALL),
  'patch /stations/{stationId}': byId(PLANNERS),
  'delete /stations/{stationId}': byId(PLANNERS),
  'get /stations/{stationId}/proposal': byId(APPROVER),
  'post /stations/{stationId}/grant': byId(APPROVER),
  'post /stations/{stationId}/approval/prepare': byId(APPROVER),
  'post /stations/{stationId}/approval/finish': byId(APPROVER),
  'post /stations/{stationId}/withdraw': byId(SIGNERS),
  'post /suspensions': sends(PLANNERS, ({ commune }) => ({ areaIds: [commune] })),
  'post /suspensions/preview': sends(PLANNERS, ({ commune }) => ({ areaIds: [commune] })),
  'get /suspensions': inArea(ALL),
  'post /suspensions/{suspensionId}/cancel': byId(PLANNERS),
  'get /holiday-calendars': inArea(ALL),
  'put /holiday-calendars/{calendarId}': sends(PLANNERS, ({ commune }) => ({ areaId: commune })),
  'post /holiday-calendars/{calendarId}/preview': sends(PLANNERS, ({ commune }) => ({ areaId: commune })),
  'post /schedules/preview': { ...sends(PLANNERS, newSchedule), hidden: true },
  'post /schedules': { ...sends(PLANNERS, newSchedule), hidden: true },
  'post /schedules/{scheduleId}/preview': byId(PLANNERS),
  'patch /schedules/{scheduleId}': byId(PLANNERS),
  'get /schedules': inArea(ALL),
  'get /schedules/{scheduleId}': byId(ALL),
  'post /schedules/{scheduleId}/cancel': byId(PLANNERS),
  'get /priority-decisions': inArea(ALL),
  'post /priority-decisions/{decisionId}/decide': byId(['admin', 'broadcaster', 'approver']),
  'post /campaigns': sends(PLANNERS, ({ commune, area }) => ({ areaId: commune, areaIds: [area] })),
  'get /campaigns': inArea(ALL),
  'get /campaigns/{campaignId}': byId(ALL),
  'patch /campaigns/{campaignId}': byId(PLANNERS),
  'post /campaigns/{campaignId}/cancel': byId(PLANNERS),
  'get /campaigns/{campaignId}/progress': byId(ALL),
  'get /outlook': inArea(ALL),
  'get /areas/{areaId}/week': { who: ALL, ask: () => ({ query: { from: '2026-11-02' } }) },
  'get /areas/{areaId}/calendar.ics': byId(ALL),
  // Whoever holds the address may read, and it opens nothing else.
  'get /calendar/{secret}.ics': open,
  'get /areas/{areaId}/calendar-address': byId(ALL),
  'post /areas/{areaId}/calendar-address': byId(PLANNERS),
  'delete /areas/{areaId}/calendar-address': byId(PLANNERS),
  'get /playbacks': inArea(ALL),
  'get /playbacks/export.xlsx': inArea(ALL),
  'get /playbacks/{playbackId}': byId(ALL),
  'get /playbacks/{playbackId}/why': byId(ALL),
  'get /answers/why-silent': ofCluster(ALL),
  'get /answers/why-sounded': ofCluster(ALL.filter((role) => role !== 'contributor')),
};

function newSchedule({ bulletinId, area, clusterId }: AclPlace) {
  return { bulletinId, programmeId: null, areaIds: [area], clusterIds: [clusterId] };
}

export const ACL: Readonly<Record<string, AclRow>> = { ...people, ...places, ...words, ...plans };

/** Routes that only an admin of everything may use: an admin of one commune is outside of what they touch. */
export const WHOLE_ONLY: readonly string[] = ['put /sign-in-policy'];
