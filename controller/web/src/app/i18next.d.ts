import type map from '../components/map/texts.vi.js';
import type rules from '../components/place-rules/texts.vi.js';
import type admin from '../features/admin/texts.vi.js';
import type approval from '../features/approval/texts.vi.js';
import type audit from '../features/audit/texts.vi.js';
import type bulletins from '../features/bulletins/texts.vi.js';
import type calendars from '../features/calendars/texts.vi.js';
import type campaigns from '../features/campaigns/texts.vi.js';
import type columns from '../features/columns/texts.vi.js';
import type decisions from '../features/decisions/texts.vi.js';
import type fleet from '../features/fleet/texts.vi.js';
import type history from '../features/history/texts.vi.js';
import type join from '../features/join/texts.vi.js';
import type lists from '../features/lists/texts.vi.js';
import type oversight from '../features/oversight/texts.vi.js';
import type places from '../features/places/texts.vi.js';
import type profile from '../features/profile/texts.vi.js';
import type programmes from '../features/programmes/texts.vi.js';
import type schedule from '../features/schedule/texts.vi.js';
import type session from '../features/session/texts.vi.js';
import type stations from '../features/stations/texts.vi.js';
import type stops from '../features/stops/texts.vi.js';
import type suspensions from '../features/suspensions/texts.vi.js';
import type today from '../features/today/texts.vi.js';
import type tour from '../features/tour/texts.vi.js';
import type village from '../features/village/texts.vi.js';
import type app from './texts.vi.js';

/** Every key that a page names is checked while building. One line for each feature. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    returnNull: false;
    resources: {
      app: typeof app;
      approval: typeof approval;
      audit: typeof audit;
      bulletins: typeof bulletins;
      admin: typeof admin;
      calendars: typeof calendars;
      campaigns: typeof campaigns;
      columns: typeof columns;
      fleet: typeof fleet;
      history: typeof history;
      join: typeof join;
      lists: typeof lists;
      map: typeof map;
      oversight: typeof oversight;
      places: typeof places;
      profile: typeof profile;
      programmes: typeof programmes;
      rules: typeof rules;
      schedule: typeof schedule;
      session: typeof session;
      stations: typeof stations;
      stops: typeof stops;
      suspensions: typeof suspensions;
      decisions: typeof decisions;
      today: typeof today;
      tour: typeof tour;
      village: typeof village;
    };
  }
}
