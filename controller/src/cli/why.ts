import type { WhySilent } from '@loa/shared/api/answers';
import type { Cluster } from '@loa/shared/api/clusters';
import { SettingError } from '@loa/shared/errors';
import { CivilDate, type Instant, TimeOfDay } from '@loa/shared/instant';
import { placeName, samePlaceName } from '@loa/shared/place-name';
import { type AnswerPlace, answerPlace } from '../db/answers-place.js';
import { whySilentAt } from '../db/answers-silent.js';
import { listClusters } from '../db/clusters.js';
import { readDatabase } from '../db/outlook-database.js';
import { dateText, secondText, whenText } from '../planning/answers/civil-text.js';
import type { CivilTime } from '../planning/calendar/civil-time.js';
import type { Command } from './command.js';
import { databaseOf } from './database-of.js';
import { required } from './typed.js';
import { villageIn } from './village-in.js';

export const why: Command = {
  name: 'why',
  summary: 'why a village was silent at a time, also where the log has nothing',
  help: `  --village NAME   its name, with or without accents, or its id
  --at TIME        in the village's own time: 17:00 (today), or "2026-11-02 17:00"
  --data FOLDER    the controller's data folder (or LOA_DATA; default ./data, else the demonstration in it)

Reads the database, also while the controller runs; nothing is changed.`,
  options: { village: { type: 'string' }, at: { type: 'string' }, data: { type: 'string' } },
  async run(typed, ports) {
    const name = required(typed, 'village');
    const asked = whenOf(required(typed, 'at'));
    const now = ports.clock.now();
    return readDatabase(databaseOf(typed, ports.env), async (db) => {
      const found = await villageIn(db, name);
      if (!found.ok) {
        for (const line of found.lines) ports.complain(line);
        return 1;
      }
      const clusters = await listClusters(db, found.area.id);
      if (clusters.length === 0) ports.say(`${placeName(found.area)} chưa có cụm loa nào.`);
      for (const [n, cluster] of clusters.entries()) {
        const place = await answerPlace(db, cluster);
        const at = place.civil.instantOf(asked.date ?? place.civil.dateOf(now), asked.time);
        if (n > 0) ports.say('');
        for (const line of linesOf(await whySilentAt(db, cluster, { at, now }), { place, cluster, at })) {
          ports.say(line);
        }
      }
      return 0;
    });
  },
};

/** `date` null: today, wherever the village is. */
function whenOf(text: string): { date: string | null; time: string } {
  const words = text.trim().split(/[ T]+/);
  const time = TimeOfDay.safeParse(words.at(-1));
  const date = words.length === 1 ? null : CivilDate.safeParse(words[0]);
  if (!time.success || date?.success === false || words.length > 2) {
    throw new SettingError(`--at ${text}: write 17:00, or "2026-11-02 17:00".`);
  }
  return { date: date?.data ?? null, time: time.data };
}

function linesOf(
  { text, remedy, history }: WhySilent,
  { place, cluster, at }: { place: AnswerPlace; cluster: Cluster; at: Instant },
): string[] {
  const { village, civil } = place;
  const where = samePlaceName(village, cluster.name) ? village : `${village}, cụm loa ${cluster.name}`;
  return [
    `${where}, ${whenText(at, civil)}:`,
    `  ${text}`,
    `  Nên làm: ${remedy}`,
    ...history.map((step) => `    ${stepTime(step.at, civil)}  ${step.who}: ${step.what}`),
  ];
}

function stepTime(at: Instant, civil: CivilTime): string {
  return `${secondText(at, civil)} ${dateText(civil.dateOf(at))}`;
}
