import { SettingError } from '@loa/shared/errors';
import { SoundWindow } from '@loa/shared/sound-window';
import type { Command } from './command.js';
import { ROOT_HELP, rootOptions, signNextRoster } from './roster-sign.js';
import { SERVER_HELP, serverOptions, several } from './typed.js';

export const rosterHours: Command = {
  name: 'roster hours',
  summary: 'set the hours in which loudspeakers of a commune or village may sound, signed by the root',
  help: `  --window HH:MM-HH:MM[@DB]  when, and how loud at most; several times for several, e.g. --window 05:30-06:00@-6
  --area ID                  where (default: the whole commune); the strictest hours that cover a place hold
${ROOT_HELP}
${SERVER_HELP}`,
  options: {
    window: { type: 'string', multiple: true },
    area: { type: 'string', multiple: true },
    ...rootOptions,
    ...serverOptions,
  },
  run(typed, ports) {
    const windows = several(typed, 'window').map(parseWindow);
    if (windows.length === 0) throw new SettingError('--window HH:MM-HH:MM is missing.');
    const named = several(typed, 'area');
    return signNextRoster(typed, ports, (roster) => {
      const areas = named.length > 0 ? named : [roster.communeId];
      const others = roster.limits.filter((limit) => !sameAreas(limit.areas, areas));
      return { ...roster, limits: [...others, { areas, windows }] };
    });
  },
};

/** `05:30-06:00@-6`: from 05:30 to 06:00, at most −6 dB. */
export function parseWindow(text: string): SoundWindow {
  const [, from, to, gain] = /^(\d\d:\d\d)-(\d\d:\d\d)(?:@(-?\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const parsed = SoundWindow.safeParse({ from, to, maxGainDb: Number(gain ?? 0) });
  if (!parsed.success) throw new SettingError(`--window ${text} is not like 05:30-21:00 or 05:30-06:00@-6.`);
  return parsed.data;
}

function sameAreas(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((area) => b.includes(area));
}
