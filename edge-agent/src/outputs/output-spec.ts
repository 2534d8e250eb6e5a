import type { AxisSettings } from './axis/axis-output.js';
import type { IcecastSettings } from './icecast/icecast-output.js';
import type { RtpSettings } from './rtp/rtp-output.js';

/** One output as plain data: what may be handed to another thread. `read-outputs.ts` makes it from settings. */
export type OutputSpec = Common &
  (
    | { kind: 'wav'; folder: string; quotaBytes: number }
    | ({ kind: 'alsa' } & AlsaSettings)
    | { kind: 'pipe'; path: string }
    | { kind: 'rtp'; rtp: RtpSettings }
    | { kind: 'axis'; axis: AxisSettings }
    | { kind: 'icecast'; icecast: IcecastSettings }
  );

interface Common {
  id: string;
  trim: Trim;
  warmUp?: WarmUpSettings;
}

/** Set at the box for one output, beside what the plan says of it. */
export interface Trim {
  gainDb: number;
  /** How much later than the planned instant it is to sound, ms; negative for earlier. */
  offsetMs: number;
}

export interface AlsaSettings {
  device: string;
  bufferMs: number;
  periodMs: number;
  volume?: { mixer: string; control: string; percent: number };
}

export interface WarmUpSettings {
  /** How long before the first sample the amplifier is switched on, ms. Silence flows meanwhile. */
  leadMs: number;
  /** How long it stays on after the last one, ms. */
  holdMs: number;
  relay?: RelaySettings;
}

export type RelaySettings =
  | { kind: 'gpio'; chip: string; line: number; activeLow: boolean }
  | { kind: 'command'; on: readonly string[]; off: readonly string[] };
