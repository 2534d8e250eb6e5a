import { topics } from '@loa/shared/topics';

/** Two boxes of two villages of one commune, one that was revoked, and the controller. */
export const ACCESS_BOXES = { ai: 'box_ai', bo: 'box_bo', gone: 'box_gone' } as const;
export const ACCESS_AREAS = {
  province: 'area_province',
  commune: 'area_commune',
  villageAi: 'area_ai',
  villageBo: 'area_bo',
  elsewhere: 'area_elsewhere',
} as const;

export type Who = 'ai' | 'bo' | 'gone' | 'controller';
export type Verb = 'publish' | 'retain' | 'subscribe';

export interface AccessRow {
  who: Who;
  verb: Verb;
  topic: string;
  allowed: boolean;
}

const BOXES = Object.values(ACCESS_BOXES);
const AREAS = Object.values(ACCESS_AREAS);
const EXACT = [
  ...BOXES.flatMap((box) => [topics.plan(box), topics.receipt(box), topics.report(box), topics.status(box)]),
  ...AREAS.flatMap((area) => [topics.override(area), topics.roster(area)]),
  'loa/v1/box/box_ai/up/report/more',
  'loa/v1/box/box_ai/up',
  'loa/v1/box/box_ai/up/other',
  'loa/v2/box/box_ai/up/report',
  'loa/v1/area/area_ai/up/report',
  'anything',
  '$SYS/broker/uptime',
];
const WILD = [
  '#',
  '+/#',
  'loa/#',
  'loa/v1/box/+/down/plan',
  'loa/v1/box/+/up/report',
  'loa/v1/box/+/up/status',
  'loa/v1/box/box_ai/#',
  'loa/v1/box/box_ai/down/+',
  'loa/v1/area/+/down/override',
  '$SYS/#',
];

const ofBox = (box: string, village: string) => {
  const chain = [village, ACCESS_AREAS.commune, ACCESS_AREAS.province];
  return {
    publish: [topics.report(box), topics.status(box)],
    retain: [topics.status(box)],
    subscribe: [
      topics.plan(box),
      topics.receipt(box),
      ...chain.flatMap((area) => [topics.override(area), topics.roster(area)]),
    ],
  };
};
const DOWN = [
  ...BOXES.flatMap((box) => [topics.plan(box), topics.receipt(box)]),
  ...AREAS.flatMap((area) => [topics.override(area), topics.roster(area)]),
];

/** What each may do, written out; whatever is not here is denied. */
const ALLOWED: Record<Who, Record<Verb, string[]>> = {
  ai: ofBox(ACCESS_BOXES.ai, ACCESS_AREAS.villageAi),
  bo: ofBox(ACCESS_BOXES.bo, ACCESS_AREAS.villageBo),
  gone: { publish: [], retain: [], subscribe: [] },
  controller: {
    publish: DOWN,
    retain: DOWN,
    subscribe: [
      'loa/v1/box/+/up/report',
      'loa/v1/box/+/up/status',
      ...BOXES.flatMap((box) => [topics.report(box), topics.status(box)]),
    ],
  },
};

/** Everybody × every topic and filter × every verb, with the one right decision. */
export const ACCESS_TABLE: readonly AccessRow[] = (['ai', 'bo', 'gone', 'controller'] as const).flatMap(
  (who) =>
    (['publish', 'retain', 'subscribe'] as const).flatMap((verb) =>
      [...EXACT, ...WILD].map((topic) => ({ who, verb, topic, allowed: ALLOWED[who][verb].includes(topic) })),
    ),
);

export const EXACT_TOPICS: readonly string[] = EXACT;
export const nameOf = ({ who, verb, topic }: AccessRow) => `${who} ${verb} ${topic}`;
