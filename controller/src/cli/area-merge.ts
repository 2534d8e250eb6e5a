import { Area, MergedArea } from '@loa/shared/api/areas';
import { SettingError } from '@loa/shared/errors';
import type { Person, Roster } from '@loa/shared/messages/roster';
import { placeName } from '@loa/shared/place-name';
import type { ApiClient } from '../client/api-client.js';
import type { CliPorts, Command, Typed } from './command.js';
import { apiOf } from './places.js';
import { rosterOf, signNextRoster } from './roster-sign.js';
import { required, SERVER_HELP, serverOptions } from './typed.js';

export const areaMerge: Command = {
  name: 'area merge',
  summary: 'make a village or commune part of another, and sign the rosters that tell boxes so',
  help: `  --area ID    the area that goes
  --into ID    the one of the same level that it becomes part of
  --root FILE  the root's key file; it signs here and never leaves this machine
  --yes        sign without asking
${SERVER_HELP}

Boxes believe a merger from their commune's roster alone, so that is signed first. The boxes of a commune that goes keep
following its own roster: from now on change that one, too, whenever the people or hours of the other change.`,
  options: {
    area: { type: 'string' },
    into: { type: 'string' },
    root: { type: 'string' },
    yes: { type: 'boolean' },
    ...serverOptions,
  },
  async run(typed, ports) {
    const api = apiOf(typed, ports);
    const old = await areaOf(api, required(typed, 'area'));
    const into = await areaOf(api, required(typed, 'into'));
    if (old.level !== into.level || old.level === 'province') {
      throw new SettingError('A village is merged into a village, a commune into a commune.');
    }
    for (const communeId of communesOf(old, into)) {
      const signed = await nameSuccessor(typed, ports, { api, communeId, old, into });
      if (!signed) return 1;
    }
    if (old.mergedInto === into.id) {
      ports.say(`${old.name} was part of ${into.name} already; the rosters say so now.`);
      return 0;
    }
    const merged = await api.post(
      `/areas/${encodeURIComponent(old.id)}/merge`,
      { into: into.id },
      MergedArea,
    );
    ports.say(`${merged.area.kind} ${merged.area.name} is part of ${placeName(into)} now.`);
    for (const { message } of merged.warnings) ports.say(`  ${message}`);
    return 0;
  },
};

function areaOf(api: ApiClient, id: string): Promise<Area> {
  return api.get(`/areas/${encodeURIComponent(id)}`, Area);
}

/** Whose rosters have to name the successor: of a commune that goes, its own boxes' and the other's. */
function communesOf(old: Area, into: Area): string[] {
  if (old.level === 'commune') return [old.id, into.id];
  // A village that was merged before hangs below the other.
  const commune = old.mergedInto === null ? old.parentId : into.parentId;
  return commune === null ? [] : [commune];
}

/** Writes the successor into a commune's next roster; true where it stands there, or nobody has a roster yet. */
async function nameSuccessor(
  typed: Typed,
  ports: CliPorts,
  { api, communeId, old, into }: { api: ApiClient; communeId: string; old: Area; into: Area },
): Promise<boolean> {
  const current = await rosterOf(api, communeId);
  if (!current || current.successors[old.id] === into.id) return true;
  // Boxes of the commune that goes know its roster only: whoever approves in the other has to stand in it.
  const there = communeId === old.id ? await rosterOf(api, into.id) : null;
  ports.say(`The roster of ${communeId}:`);
  const code = await signNextRoster(
    typed,
    ports,
    (roster) => ({
      ...roster,
      successors: { ...roster.successors, [old.id]: into.id },
      people: [...roster.people, ...strangersTo(roster, there)],
    }),
    { communeId },
  );
  return code === 0;
}

/** A key names one person only, so whoever stands there by id or key is left as they are. */
function strangersTo(roster: Roster, other: Roster | null): Person[] {
  const ids = new Set(roster.people.map(({ personId }) => personId));
  const kids = new Set(roster.people.flatMap(({ keys }) => keys.map(({ kid }) => kid)));
  return (other?.people ?? []).filter(
    ({ personId, keys }) => !ids.has(personId) && !keys.some(({ kid }) => kids.has(kid)),
  );
}
