import type { Command } from './command.js';
import { ROOT_HELP, rootOptions, signNextRoster } from './roster-sign.js';
import { SERVER_HELP, serverOptions } from './typed.js';

export const rosterClock: Command = {
  name: 'roster clock',
  summary: 'bring boxes back that a wrong clock led into the future, signed by the root',
  help: `After a controller's clock was far ahead for more than a day, its boxes refuse the right time as one that is surely
past. This says, signed by the root, that it is no later than this machine's clock. Set that clock right first.
${ROOT_HELP}
${SERVER_HELP}`,
  options: { ...rootOptions, ...serverOptions },
  run: (typed, ports) =>
    signNextRoster(typed, ports, (roster) => ({ ...roster, clockFloor: ports.clock.now() })),
};
