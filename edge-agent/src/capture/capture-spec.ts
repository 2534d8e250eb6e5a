import { SettingError } from '@loa/shared/errors';

/** Where the box hears itself: a microphone or loopback of a sound card, or raw s16le 48 kHz mono from a pipe. */
export type CaptureSpec = { kind: 'alsa'; device: string } | { kind: 'pipe'; path: string };

/** Reads `alsa:DEVICE` or `pipe:PATH`. Anything else is a SettingError. */
export function readCapture(text: string): CaptureSpec {
  const [, kind, rest = ''] = /^(alsa|pipe):(.+)$/.exec(text) ?? [];
  if (kind === 'alsa') return { kind, device: rest };
  if (kind === 'pipe') return { kind, path: rest };
  throw new SettingError(
    `The setting capture (LOA_AGENT_CAPTURE) is "${text}"; it is alsa:DEVICE (such as alsa:plughw:1,0) or pipe:PATH.`,
  );
}
