import { Area } from '@loa/shared/api/areas';
import { Cluster } from '@loa/shared/api/clusters';
import { SettingError } from '@loa/shared/errors';
import { placeName } from '@loa/shared/place-name';
import { allPages } from '../client/all-pages.js';
import { createApiClient } from '../client/api-client.js';
import type { CliPorts, Command, Typed } from './command.js';
import { optional, required, SERVER_HELP, serverOf, serverOptions, several, tokenOf } from './typed.js';

const LEVEL_BELOW = { province: 'commune', commune: 'village' } as const;

export const areaList: Command = {
  name: 'area list',
  summary: 'the areas of your account, with their ids',
  help: SERVER_HELP,
  options: { ...serverOptions },
  async run(typed, ports) {
    const areas = await allPages(apiOf(typed, ports), '/areas?limit=100', Area);
    for (const { id, level, kind, name, parentId } of areas)
      ports.say(
        `${id}  ${level.padEnd(8)}  ${placeName({ kind, name })}${parentId === null ? '' : `  (in ${parentId})`}`,
      );
    return 0;
  },
};

export const areaRename: Command = {
  name: 'area rename',
  summary: 'name an area; the first one of a new controller has no name yet',
  help: `  --area ID      the area
  --kind KIND    tỉnh, xã, phường, thôn, làng …
  --name NAME    its name
${SERVER_HELP}`,
  options: { area: { type: 'string' }, kind: { type: 'string' }, name: { type: 'string' }, ...serverOptions },
  async run(typed, ports) {
    const id = encodeURIComponent(required(typed, 'area'));
    const kind = optional(typed, 'kind');
    const name = required(typed, 'name');
    const area = await apiOf(typed, ports).patch(`/areas/${id}`, { name, ...(kind ? { kind } : {}) }, Area);
    ports.say(`${area.id}  ${placeName(area)}`);
    return 0;
  },
};

export const areaAdd: Command = {
  name: 'area add',
  summary: 'create a commune in a province, or a village in a commune',
  help: `  --in ID          the area above
  --kind KIND      xã, phường, đặc khu; thôn, làng, ấp, bản, buôn …
  --name NAME      its name
  --language CODE  what people there speak, first language first; several times for several (default vi)
  --population N   people, for coverage in reports
${SERVER_HELP}`,
  options: {
    in: { type: 'string' },
    kind: { type: 'string' },
    name: { type: 'string' },
    language: { type: 'string', multiple: true },
    population: { type: 'string' },
    ...serverOptions,
  },
  async run(typed, ports) {
    const api = apiOf(typed, ports);
    const parent = await api.get(`/areas/${encodeURIComponent(required(typed, 'in'))}`, Area);
    if (parent.level === 'village')
      throw new SettingError(`${parent.name} is a village; nothing lies below one.`);
    const population = optional(typed, 'population');
    const area = await api.post(
      '/areas',
      {
        ...{ parentId: parent.id, level: LEVEL_BELOW[parent.level] },
        ...{ kind: required(typed, 'kind'), name: required(typed, 'name') },
        ...languagesOf(typed),
        ...(population === undefined ? {} : { population: Number(population) }),
      },
      Area,
    );
    ports.say(`${area.id}  ${placeName(area)}`);
    return 0;
  },
};

export const clusterAdd: Command = {
  name: 'cluster add',
  summary: 'create the loudspeakers of one place in a village',
  help: `  --area ID        the village
  --name NAME      the place, e.g. "Nhà văn hóa thôn"
  --language CODE  as for area add
${SERVER_HELP}`,
  options: {
    area: { type: 'string' },
    name: { type: 'string' },
    language: { type: 'string', multiple: true },
    ...serverOptions,
  },
  async run(typed, ports) {
    const body = { areaId: required(typed, 'area'), name: required(typed, 'name'), ...languagesOf(typed) };
    const cluster = await apiOf(typed, ports).post('/clusters', body, Cluster);
    ports.say(`${cluster.id}  ${cluster.name}`);
    return 0;
  },
};

export function apiOf(typed: Typed, { env, fetch, signal }: CliPorts) {
  return createApiClient({ fetch, server: serverOf(typed, env), token: tokenOf(typed, env), signal });
}

function languagesOf(typed: Typed): { languages?: string[] } {
  const languages = several(typed, 'language');
  return languages.length === 0 ? {} : { languages };
}
