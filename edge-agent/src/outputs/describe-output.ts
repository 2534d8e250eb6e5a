import type { OutputSpec } from './output-spec.js';

/** Where an output's sound comes out, for a person; never a password. */
export function describeOutput(spec: OutputSpec): string {
  const amplifier = spec.warmUp?.relay ? ', with its amplifier switched on' : '';
  return `${spec.id}: ${placeOf(spec)}${amplifier}`;
}

function placeOf(spec: OutputSpec): string {
  switch (spec.kind) {
    case 'wav':
      return `WAV files in ${spec.folder} (nothing sounds)`;
    case 'pipe':
      return `whoever reads ${spec.path}`;
    case 'alsa':
      return `the sound card ${spec.device}`;
    case 'rtp': {
      const { address, port } = spec.rtp.to.normal;
      return `every speaker that listens to ${address}:${port} (RTP, ${spec.rtp.codec})`;
    }
    case 'axis':
      return `the Axis device at ${new URL(spec.axis.url).host}`;
    case 'icecast':
      return `listeners of ${new URL(spec.icecast.url).host}${new URL(spec.icecast.url).pathname}`;
  }
}
