import { describe, expect, it } from 'vitest';
import { parseLoudness, parseOutputMs } from '../../../controller/src/library/ffmpeg-log.js';
import { parseProbe } from '../../../controller/src/library/ffprobe-data.js';
import { recordedName } from '../../../controller/src/library/file-name.js';
import { launcherScript } from '../../../controller/src/library/launcher.js';
import {
  bestAttempt,
  firstMastering,
  isLimiting,
  isOnTarget,
  masteringFilter,
  nextMastering,
} from '../../../controller/src/library/loudness.js';

const attempt = (integratedLufs: number, truePeakDb: number, gainDb = 6, limitDb = -3) => ({
  mastering: { gainDb, limitDb },
  result: { integratedLufs, truePeakDb },
});

describe('mastering', () => {
  it('begins with the gain that is missing', () => {
    expect(firstMastering({ integratedLufs: -25.6, peakDb: -9 }).gainDb).toBeCloseTo(9.6);
  });

  it('needs no rehearsal while the limiter has nothing to do', () => {
    expect(isLimiting({ integratedLufs: -25, peakDb: -12.5 }, { gainDb: 9, limitDb: -3 })).toBe(false);
    expect(isLimiting({ integratedLufs: -25, peakDb: -11.5 }, { gainDb: 9, limitDb: -3 })).toBe(true);
  });

  it('gives what the limiter took away, and lowers the limit by what a peak was over', () => {
    const quiet = nextMastering(attempt(-18, -3));
    expect(quiet.gainDb).toBeCloseTo(6 + 1.6 * 2);
    expect(quiet.limitDb).toBe(-3);
    const hot = nextMastering(attempt(-16, 0.2));
    expect(hot.gainDb).toBe(6);
    expect(hot.limitDb).toBeCloseTo(-5.2);
  });

  it('is content a little inside the tolerances, since measurements round and decoders differ', () => {
    expect(isOnTarget(attempt(-16.7, -2))).toBe(true);
    expect(isOnTarget(attempt(-16.9, -2))).toBe(false);
    expect(isOnTarget(attempt(-16, -1.2))).toBe(false);
  });

  it('prefers a safe peak to the exact loudness', () => {
    expect(
      bestAttempt([attempt(-16, -0.4), attempt(-18, -1.5), attempt(-17.5, -1.4)])?.result.integratedLufs,
    ).toBe(-17.5);
    const margin = bestAttempt([attempt(-16, -1.3), attempt(-16.2, -2)]);
    expect(margin?.result.truePeakDb).toBe(-2);
    expect(bestAttempt([])).toBeUndefined();
  });

  it('limits without the auto-level that would undo the limit', () => {
    expect(masteringFilter({ gainDb: 9.5, limitDb: -6 })).toContain('volume=9.500dB,alimiter=limit=0.501187');
    expect(masteringFilter({ gainDb: 9.5, limitDb: -6 })).toContain('level=disabled');
  });
});

describe('what ffmpeg says', () => {
  const summary =
    '[Parsed_ebur128_3 @ 0x1] Summary:\n\n  Integrated loudness:\n    I:         -25.6 LUFS\n    Threshold: -36.1 LUFS\n\n  Loudness range:\n    LRA:         1.1 LU\n\n  True peak:\n    Peak:       -7.2 dBFS\n';

  it('is read for loudness and peak', () => {
    expect(parseLoudness(`noise I: -1.0 LUFS\n${summary}`)).toEqual({
      integratedLufs: -25.6,
      peakDb: -7.2,
    });
    expect(parseLoudness(summary.replace('-7.2', '-inf'))?.peakDb).toBe(Number.NEGATIVE_INFINITY);
    expect(parseLoudness(summary.slice(0, summary.indexOf('True peak')))).toBeUndefined();
    expect(parseLoudness('Conversion failed!')).toBeUndefined();
  });

  it('is read for how much sound came out', () => {
    expect(
      parseOutputMs('out_time_us=100000\nprogress=continue\nout_time_us=5000020\nprogress=end\n'),
    ).toBeCloseTo(5000.02);
    expect(parseOutputMs('out_time_us=N/A\n')).toBeUndefined();
  });

  it('does not take the length of the pictures for that of the sound', () => {
    const audio = { codec_type: 'audio', codec_name: 'opus', channels: 1, duration: 'N/A' };
    const format = { duration: 10.5 };
    expect(parseProbe({ streams: [audio], format }).audioDurationMs).toBe(10_500);
    expect(parseProbe({ streams: [{ codec_type: 'video' }, audio], format }).audioDurationMs).toBeUndefined();
    const tagged = { ...audio, tags: { DURATION: '00:01:02.500000000' } };
    expect(parseProbe({ streams: [{ codec_type: 'video' }, tagged], format }).audioDurationMs).toBe(62_500);
    expect(parseProbe({ streams: [], format: {} })).toMatchObject({ audioStreams: 0 });
  });
});

describe('launcherScript', () => {
  it('takes the limits upon itself and becomes the program, whatever its path', () => {
    const limits = { memoryBytes: 1024 ** 3, fileBytes: 51_200, cpuSeconds: 60, niceness: 10 };
    const script = launcherScript("/opt/it's/ffmpeg", limits);
    expect(script).toContain('ulimit -v 1048576 ');
    expect(script).toContain('ulimit -f 100 ');
    expect(script).toContain('ulimit -t 60 ');
    expect(script).toContain(`exec nice -n 10 '/opt/it'\\''s/ffmpeg' "$@"`);
  });
});

describe('recordedName', () => {
  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['🌾 Bản tin khuyến nông số 5.wav', '🌾 Bản tin khuyến nông số 5.wav'],
    ['Ba\u0309n tin.wav', 'Bản tin.wav'],
    ['C:\\Users\\Loa\\loa làng.wav', 'loa làng.wav'],
    ['a\u0000b\u202e3pm.exe', 'ab3pm.exe'],
    ['..', 'không tên'],
    ['', 'không tên'],
  ])('keeps %j as %j', (given, kept) => {
    expect(recordedName(given)).toBe(kept);
  });

  it('cuts an endless name without breaking a character', () => {
    expect([...recordedName('🌾'.repeat(1000))]).toHaveLength(200);
  });
});
