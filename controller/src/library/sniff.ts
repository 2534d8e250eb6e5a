import { findMpegFrames, statesItsLength } from './mpeg-audio.js';
import { looksLikePlaylist } from './playlist.js';

/** The only demuxers that ever see an upload; ffmpeg's own guess and the file's name decide nothing. */
export type Demuxer = 'mp3' | 'mov' | 'aac' | 'ogg' | 'wav' | 'flac' | 'matroska' | 'amr';

export type Sniffed =
  | {
      readonly kind: 'audio';
      readonly demuxer: Demuxer;
      /** Whether the container states how long it is, so that a missing end can be noticed. */
      readonly statesDuration: boolean;
    }
  /** An ID3v2 tag (with cover art it may be megabytes): sniff again with the bytes found at `at`. */
  | { readonly kind: 'skip'; readonly at: number }
  | { readonly kind: 'empty' | 'playlist' | 'not_audio' };

/** How many bytes from a place in the file `sniff` wants to see; fewer only at the end of the file. */
export const SNIFF_BYTES = 16 * 1024;

const MP4_FIRST_BOXES = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'];
const ID3_HEADER_BYTES = 10;

/** Decides by the bytes at the beginning of a file (or just after its ID3 tag) what may read it. */
export function sniff(head: Uint8Array, afterTag = false): Sniffed {
  if (head.length === 0) return { kind: 'empty' };
  const tag = afterTag ? undefined : id3Bytes(head);
  if (tag !== undefined) return { kind: 'skip', at: tag };
  const container =
    sniffMagic(head) ?? (afterTag ? undefined : sniffContainer(head)) ?? sniffFrames(head, afterTag);
  if (container !== undefined) return container;
  return { kind: looksLikePlaylist(head) ? 'playlist' : 'not_audio' };
}

function audio(demuxer: Demuxer, statesDuration: boolean): Sniffed {
  return { kind: 'audio', demuxer, statesDuration };
}

function sniffMagic(head: Uint8Array): Sniffed | undefined {
  const start = latin1(head, 0, 12);
  if (start.startsWith('fLaC')) return audio('flac', true);
  if (start.startsWith('OggS')) return audio('ogg', false);
  return undefined;
}

function sniffContainer(head: Uint8Array): Sniffed | undefined {
  const start = latin1(head, 0, 12);
  if (/^(?:RIFF|RF64)/.test(start) && start.endsWith('WAVE')) return audio('wav', true);
  if (start.startsWith('#!AMR\n') || start.startsWith('#!AMR-WB\n')) return audio('amr', false);
  if (start.startsWith('\x1a\x45\xdf\xa3')) return audio('matroska', true);
  if (MP4_FIRST_BOXES.includes(start.slice(4, 8))) return audio('mov', true);
  return undefined;
}

/** Formats that are bare frames: without a tag before them the first frame must stand at once. */
function sniffFrames(head: Uint8Array, afterTag: boolean): Sniffed | undefined {
  if (isAdts(head)) return audio('aac', false);
  const at = findMpegFrames(head, 0, afterTag ? head.length : 1);
  return at === undefined ? undefined : audio('mp3', statesItsLength(head, at));
}

/** ADTS (ISO/IEC 13818-7): twelve sync bits, layer 00, and a second frame just after the first. */
function isAdts(head: Uint8Array): boolean {
  const length = adtsFrameBytes(head, 0);
  if (length === undefined) return false;
  return length + 6 > head.length || adtsFrameBytes(head, length) !== undefined;
}

function adtsFrameBytes(data: Uint8Array, at: number): number | undefined {
  const [a = 0, b = 0, , d = 0, e = 0, f = 0] = data.subarray(at, at + 6);
  if (a !== 0xff || (b & 0xf6) !== 0xf0) return undefined;
  const bytes = ((d & 3) << 11) | (e << 3) | (f >> 5);
  return bytes >= 7 ? bytes : undefined;
}

/** Size of an ID3v2 tag with its header, footer and nothing else; sizes in it are 7 bits a byte (ID3v2.4 §3.1). */
function id3Bytes(head: Uint8Array): number | undefined {
  if (latin1(head, 0, 3) !== 'ID3' || head.length < ID3_HEADER_BYTES) return undefined;
  const [flags = 0, ...size] = head.subarray(5, ID3_HEADER_BYTES);
  if (size.some((byte) => byte > 0x7f)) return undefined;
  const footer = (flags & 0x10) !== 0 ? ID3_HEADER_BYTES : 0;
  return ID3_HEADER_BYTES + size.reduce((sum, byte) => sum * 128 + byte, 0) + footer;
}

function latin1(data: Uint8Array, from: number, to: number): string {
  return Buffer.from(data.subarray(from, to)).toString('latin1');
}
