import { describe, expect, it } from 'vitest';
import { mpegFrameAt } from '../../../controller/src/library/mpeg-audio.js';
import { oggEndsInsideAPage } from '../../../controller/src/library/ogg-tail.js';
import { looksLikePlaylist } from '../../../controller/src/library/playlist.js';
import { sniff } from '../../../controller/src/library/sniff.js';
import { wavMissing } from '../../../controller/src/library/wav-data.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame. */
const mp3Frame = (inside = ''): Buffer => {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0xc0]);
  frame.write(inside, 21, 'latin1');
  return frame;
};

describe('sniff', () => {
  it.each([
    ['fLaC....', 'flac'],
    ['OggS\0\u0002......', 'ogg'],
    ['RIFF\0\0\0\0WAVEfmt ', 'wav'],
    ['RF64\xff\xff\xff\xffWAVEds64', 'wav'],
    ['\0\0\0\u0020ftypM4A ', 'mov'],
    ['\0\0\0\u0020ftyp3gp5', 'mov'],
    ['\x1a\x45\xdf\xa3....', 'matroska'],
    ['#!AMR\n..', 'amr'],
    ['#!AMR-WB\n..', 'amr'],
  ])('knows %j as %s', (head, demuxer) => {
    expect(sniff(bytes(head))).toMatchObject({ kind: 'audio', demuxer });
  });

  it('trusts the length of an MP3 only when its first frame states it', () => {
    expect(sniff(Buffer.concat([mp3Frame('Xing'), mp3Frame()]))).toMatchObject({
      demuxer: 'mp3',
      statesDuration: true,
    });
    expect(sniff(Buffer.concat([mp3Frame(), mp3Frame()]))).toMatchObject({
      demuxer: 'mp3',
      statesDuration: false,
    });
  });

  it('wants a second MPEG frame just after the first', () => {
    expect(sniff(Buffer.concat([mp3Frame(), Buffer.alloc(400, 'a')]))).toEqual({ kind: 'not_audio' });
  });

  it('looks behind an ID3 tag, however large its cover art', () => {
    const tag = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0x00, 0x40, 0x00, 0x01]);
    expect(sniff(tag)).toEqual({ kind: 'skip', at: 10 + 0x40 * 128 * 128 + 1 });
    expect(sniff(Buffer.concat([bytes('\0\0\0'), mp3Frame('Info'), mp3Frame()]), true)).toMatchObject({
      demuxer: 'mp3',
    });
    expect(sniff(bytes('#EXTM3U\nfile:///etc/passwd'), true)).toEqual({ kind: 'playlist' });
  });

  it('finds nothing in an AVI, a QuickTime picture, HTML or zeros', () => {
    for (const head of [
      'RIFF\0\0\0\0AVI LIST',
      '\x89PNG\r\n\x1a\n',
      '<!doctype html>',
      '\0'.repeat(64),
      '\xff\xfe\x42\x00',
    ]) {
      expect(sniff(bytes(head))).toEqual({ kind: 'not_audio' });
    }
    expect(sniff(Buffer.alloc(0))).toEqual({ kind: 'empty' });
  });
});

describe('looksLikePlaylist', () => {
  it.each([
    '#EXTM3U\n',
    '\xef\xbb\xbf\r\n #EXTM3U',
    'ffconcat version 1.0',
    "file '/etc/passwd'",
    '[playlist]\nFile1=x',
    '<?xml version="1.0"?><!-- x --><MPD>',
    'http://example.invalid/a.mp3',
    'concat:/etc/passwd|/etc/group',
  ])('%j', (text) => {
    expect(looksLikePlaylist(bytes(text))).toBe(true);
  });

  it('is not every text', () => {
    expect(looksLikePlaylist(bytes('Thong bao: filename.mp3'))).toBe(false);
  });
});

describe('a cut that the decoder does not show', () => {
  const oggPage = (body: number): Buffer => {
    const header = Buffer.alloc(27);
    header.write('OggS');
    header[26] = 2;
    return Buffer.concat([header, Buffer.from([255, body - 255]), Buffer.alloc(body, 1)]);
  };

  it('is an incomplete last Ogg page, in its body or in its header', () => {
    const whole = Buffer.concat([oggPage(300), oggPage(400)]);
    expect(oggEndsInsideAPage(whole)).toBe(false);
    for (const cut of [1, 399, 401, 425])
      expect(oggEndsInsideAPage(whole.subarray(0, whole.length - cut))).toBe(true);
  });

  it('is a WAV shorter than its data chunk, unless the size is a placeholder of streaming', () => {
    const wav = (size: number): Buffer => {
      const head = Buffer.alloc(44);
      head.write('RIFF____WAVEfmt ', 'latin1');
      head.writeUInt32LE(16, 16);
      head.writeUInt32LE(16_000, 28);
      head.write('data', 36, 'latin1');
      head.writeUInt32LE(size, 40);
      return head;
    };
    expect(wavMissing(wav(160_000), 44 + 80_000)).toEqual({ missingMs: 5000, promisedMs: 10_000 });
    expect(wavMissing(wav(160_000), 44 + 160_000)).toEqual({ missingMs: 0, promisedMs: 10_000 });
    for (const placeholder of [0xffff_ffff, 0x7fff_ffff, 0])
      expect(wavMissing(wav(placeholder), 44 + 80_000)).toBeUndefined();
  });
});

describe('mpegFrameAt', () => {
  it('gives the size of a frame', () => {
    expect(mpegFrameAt(mp3Frame(), 0)).toEqual({ bytes: 417 });
    expect(mpegFrameAt(Buffer.from([0xff, 0xf3, 0x44, 0xc0]), 0)).toEqual({ bytes: 96 }); // MPEG-2, 32 kbit/s, 24 kHz
  });

  it('rejects reserved versions, layers, rates and Layer I', () => {
    for (const header of [
      [0xff, 0xeb, 0x90],
      [0xff, 0xf9, 0x90],
      [0xff, 0xfb, 0xf0],
      [0xff, 0xfb, 0x9c],
      [0xff, 0xff, 0x90],
    ]) {
      expect(mpegFrameAt(Buffer.from(header), 0)).toBeUndefined();
    }
  });
});
