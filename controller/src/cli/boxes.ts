import { Box, IssuedCode } from '@loa/shared/api/boxes';
import { allPages } from '../client/all-pages.js';
import type { ApiClient } from '../client/api-client.js';
import type { CliPorts, Command } from './command.js';
import { apiOf } from './places.js';
import { required, SERVER_HELP, serverOptions } from './typed.js';

export const boxList: Command = {
  name: 'box list',
  summary: 'the boxes of your area and how they are',
  help: SERVER_HELP,
  options: { ...serverOptions },
  async run(typed, ports) {
    const boxes = await allPages(apiOf(typed, ports), '/boxes?limit=100', Box);
    for (const { id, name, areaName, clusterName, condition } of boxes)
      ports.say(`${id}  ${condition.kind.padEnd(14)}  ${name}  (${clusterName}, ${areaName})`);
    return 0;
  },
};

export const boxAdd: Command = {
  name: 'box add',
  summary: 'create a box and issue its one-time enrolment code',
  help: `  --cluster ID   where it hangs
  --name NAME    what people call it
${SERVER_HELP}`,
  options: { cluster: { type: 'string' }, name: { type: 'string' }, ...serverOptions },
  async run(typed, ports) {
    const api = apiOf(typed, ports);
    const body = { clusterId: required(typed, 'cluster'), name: required(typed, 'name') };
    const box = await api.post('/boxes', body, Box);
    ports.say(`Box  ${box.id}  ${box.name}`);
    await sayCode(api, box.id, ports);
    return 0;
  },
};

export const boxCode: Command = {
  name: 'box code',
  summary: 'issue a new enrolment code for a box; the former one is void',
  help: `  --box ID       the box
${SERVER_HELP}`,
  options: { box: { type: 'string' }, ...serverOptions },
  async run(typed, ports) {
    await sayCode(apiOf(typed, ports), required(typed, 'box'), ports);
    return 0;
  },
};

async function sayCode(api: ApiClient, boxId: string, { say }: CliPorts): Promise<void> {
  const { code, expiresAt } = await api.post(
    `/boxes/${encodeURIComponent(boxId)}/enrolment-code`,
    {},
    IssuedCode,
  );
  say(`Code ${code}  (once, until ${new Date(expiresAt).toISOString()})`);
}
