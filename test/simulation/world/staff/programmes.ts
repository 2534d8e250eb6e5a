import type { Programme } from '@loa/shared/api/programmes';
import { findProgramme, insertProgramme, updateProgramme } from '../../../../controller/src/db/programmes.js';
import { findStation, insertStation, updateStation } from '../../../../controller/src/db/stations.js';
import { boxesOfProgrammes, boxesOfStations } from '../../../../controller/src/http/affected-boxes.js';
import { COMMUNE, clockText } from '../places.js';
import type { Hours, TrueProgramme, TrueStation } from '../truth.js';
import type { Desk } from './desk.js';
import { type Approver, sign } from './signing.js';

export interface ProgrammeDesk {
  programme(wish: Omit<TrueProgramme, 'id' | 'archived'>): Promise<TrueProgramme>;
  changeProgramme(programme: TrueProgramme, patch: Partial<Omit<TrueProgramme, 'id'>>): Promise<void>;
  station(hours: Hours, fallback: TrueStation['fallback']): Promise<TrueStation>;
  approveStation(station: TrueStation, until: number, approver: Approver): Promise<void>;
  withdrawStation(station: TrueStation): Promise<void>;
}

export function createProgrammeDesk(desk: Desk): ProgrammeDesk {
  const { db, truth } = desk;

  async function setStation(station: TrueStation, grantId: string | null): Promise<void> {
    const before = await findStation(db(), station.id);
    if (!before) throw new Error(`no station ${station.id}`);
    await updateStation(db(), { ...before, grantId, updatedAt: desk.now() }, before.updatedAt);
    await desk.audit('station.approve', station.id);
    station.grantId = grantId;
    await desk.tell(boxesOfStations(db(), [station.id]));
  }

  return {
    async programme(wish) {
      const at = desk.now();
      const programme = { ...wish, id: desk.next('programme'), archived: false };
      await insertProgramme(db(), stored(programme, { createdAt: at, updatedAt: at }));
      await desk.audit('programme.create', programme.id);
      truth.decisions.programmes.set(programme.id, programme);
      return programme;
    },
    async changeProgramme(programme, patch) {
      const before = await findProgramme(db(), programme.id);
      if (!before) throw new Error(`no programme ${programme.id}`);
      Object.assign(programme, patch);
      const next = stored(programme, { createdAt: before.createdAt, updatedAt: desk.now() });
      await updateProgramme(db(), next, before.updatedAt);
      await desk.audit('programme.change', programme.id);
      await desk.tell(boxesOfProgrammes(db(), [programme.id]));
    },
    async station(hours, fallback) {
      const at = desk.now();
      const id = desk.next('station');
      const url = `http://radio.example/${id}`;
      await insertStation(db(), {
        ...{
          id,
          areaId: COMMUNE,
          name: id,
          url,
          hours: [windowOf(hours)],
          fallbackBulletinId: fallback?.bulletinId ?? null,
        },
        ...{ grantId: null, createdBy: 'system', createdAt: at, updatedAt: at },
      });
      await desk.audit('station.create', id);
      const station = { id, url, hours, fallback, grantId: null };
      truth.decisions.stations.set(id, station);
      return station;
    },
    async approveStation(station, until, approver) {
      const { id: stationId, url, hours, fallback } = station;
      const standIn = fallback ? { fallback: fallback.sha256 } : {};
      const subject = { url, hours: [windowOf(hours)], ...standIn };
      const of = { use: 'relay', stationId, title: stationId, subject } as const;
      await setStation(station, await sign(desk, of, { areas: [COMMUNE], until, by: approver }));
    },
    withdrawStation: (station) => setStation(station, null),
  };
}

function stored(
  { archived, ...programme }: TrueProgramme,
  times: { createdAt: number; updatedAt: number },
): Programme {
  const archivedAt = archived ? times.updatedAt : null;
  return {
    ...programme,
    areaId: COMMUNE,
    name: programme.id,
    createdBy: 'system',
    ...times,
    archivedAt,
  };
}

const windowOf = ({ from, to }: Hours) => ({ from: clockText(from), to: clockText(to) });
