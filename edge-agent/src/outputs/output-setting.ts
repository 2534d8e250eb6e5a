import { isIPv4 } from 'node:net';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { RTP_CODECS } from './codecs/payload.js';
import { PAGING_VENDORS } from './rtp/paging-presets.js';

const Command = z.array(z.string().min(1)).min(1).max(20);

const WarmUp = z
  .strictObject({
    leadMs: z.int().min(0).max(30_000).default(1_500),
    holdMs: z.int().min(0).max(600_000).default(5_000),
    gpio: z
      .strictObject({
        chip: z.string().min(1).default('gpiochip0'),
        line: z.int().min(0).max(511),
        activeLow: z.boolean().default(false),
      })
      .optional(),
    command: z.strictObject({ on: Command, off: Command }).optional(),
  })
  .refine(({ gpio, command }) => !gpio || !command, { error: 'name either gpio or command, not both' });

const common = {
  /** The name by which the plan and the reports know it. */
  id: Id.optional(),
  enabled: z.boolean().default(true),
  gainDb: z.number().min(-60).max(12).default(0),
  offsetMs: z.int().min(-5_000).max(5_000).default(0),
  warmUp: WarmUp.optional(),
};

const Target = z.string().refine(isTarget, { error: 'expected an address and port like 224.0.2.60:50000' });

function isTarget(text: string): boolean {
  const [, address = '', port = ''] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  return isIPv4(address) && Number(port) >= 1_024 && Number(port) <= 65_534;
}

const secret = { password: z.string().min(1).optional(), passwordFile: z.string().min(1).optional() };
const HttpUrl = z.url({ protocol: /^https?$/, error: 'expected an address like http://192.168.1.30' });

/** One output as an object of settings.json. */
export const outputSetting = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('wav') }),
  z.strictObject({ ...common, kind: z.literal('pipe'), path: z.string().min(1) }),
  /** The sound card where there is one, else nothing. */
  z.strictObject({ ...common, kind: z.literal('auto') }),
  z.strictObject({
    ...common,
    kind: z.literal('alsa'),
    device: z.string().min(1).default('default'),
    bufferMs: z.int().min(40).max(2_000).default(200),
    periodMs: z.int().min(5).max(500).default(20),
    volume: z
      .strictObject({
        mixer: z.string().min(1).default('default'),
        control: z.string().min(1),
        percent: z.int().min(0).max(100),
      })
      .optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('rtp'),
    codec: z.enum(RTP_CODECS).default('G722'),
    vendor: z.enum(PAGING_VENDORS).optional(),
    to: z
      .union([
        Target,
        z.strictObject({
          normal: Target,
          priority: Target.optional(),
          live: Target.optional(),
          emergency: Target.optional(),
        }),
      ])
      .optional(),
    payloadType: z.int().min(96).max(127).optional(),
    ttl: z.int().min(1).max(32).default(1),
    interface: z.string().min(1).max(64).optional(),
    dscp: z.int().min(0).max(63).optional(),
    continuous: z.boolean().default(false),
    hangoverMs: z.int().min(0).max(10_000).default(200),
  }),
  z.strictObject({
    ...common,
    ...secret,
    kind: z.literal('axis'),
    url: HttpUrl,
    user: z.string().min(1).max(64).optional(),
    rateHz: z.literal([8_000, 16_000]).default(8_000),
    holdMs: z.int().min(0).max(60_000).default(1_000),
  }),
  z.strictObject({
    ...common,
    ...secret,
    kind: z.literal('icecast'),
    url: HttpUrl,
    user: z.string().min(1).max(64).default('source'),
    format: z.enum(['opus', 'mp3']).default('opus'),
    bitrateKbps: z.int().min(8).max(320).default(32),
    name: z.string().max(100).optional(),
  }),
]);
export type OutputSetting = z.infer<typeof outputSetting>;
