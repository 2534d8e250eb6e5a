/**
 * The first word of every query's key: what the answer is about. Live events invalidate by it (lib/events.ts), so a
 * feature that reads one of these under another name would show yesterday's.
 */
export const KEYS = {
  me: 'me',
  areas: 'areas',
  clusters: 'clusters',
  boxes: 'boxes',
  fleet: 'fleet',
  playbacks: 'playbacks',
  stops: 'stops',
  today: 'today',
  bulletins: 'bulletins',
  approvals: 'approvals',
  recordings: 'recordings',
  columns: 'columns',
  schedules: 'schedules',
  programmes: 'programmes',
  stations: 'stations',
  suspensions: 'suspensions',
  campaigns: 'campaigns',
  outlook: 'outlook',
  overview: 'overview',
  incidents: 'incidents',
  audit: 'audit',
  accounts: 'accounts',
  settings: 'settings',
  health: 'health',
} as const;
