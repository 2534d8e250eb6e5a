import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { errorCode } from '@loa/shared/error-code';

const inflate = promisify(inflateRaw);

export type ZipSize = { ok: true; bytes: number } | { ok: false; reason: 'not_zip' | 'too_large' };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * What a zip file (an .xlsx is one) holds when unpacked, each part really unpacked and thrown away: a small file may claim
 * little and hold gigabytes. Stops at `maxBytes`.
 */
export async function unpackedSize(file: Buffer, maxBytes: number): Promise<ZipSize> {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > file.length || file.readUInt32LE(end) !== END)
    return { ok: false, reason: 'not_zip' };
  const entries = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  let total = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== ENTRY) return { ok: false, reason: 'not_zip' };
    const packed = packedPart(file, at);
    if (!packed) return { ok: false, reason: 'not_zip' };
    const bytes = await sizeOf(packed, maxBytes - total);
    if (bytes === 'damaged') return { ok: false, reason: 'not_zip' };
    if (bytes === 'too_large') return { ok: false, reason: 'too_large' };
    total += bytes;
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return { ok: true, bytes: total };
}

interface Packed {
  deflated: boolean;
  bytes: Buffer;
}

function packedPart(file: Buffer, entry: number): Packed | null {
  const method = file.readUInt16LE(entry + 10);
  const length = file.readUInt32LE(entry + 20);
  const local = file.readUInt32LE(entry + 42);
  if (method !== 0 && method !== 8) return null;
  if (local + 30 > file.length || file.readUInt32LE(local) !== LOCAL) return null;
  const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (from + length > file.length) return null;
  return { deflated: method === 8, bytes: file.subarray(from, from + length) };
}

async function sizeOf({ deflated, bytes }: Packed, room: number): Promise<number | 'too_large' | 'damaged'> {
  if (!deflated) return bytes.length > room ? 'too_large' : bytes.length;
  try {
    return (await inflate(bytes, { maxOutputLength: Math.max(1, room) })).length;
  } catch (error) {
    return errorCode(error) === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged';
  }
}
