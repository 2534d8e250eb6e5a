import { Line } from '@loa/shared/api/text';
import { expect, it } from 'vitest';
import { inOneLine } from '../../controller/web/src/lib/in-one-line.js';

it('makes one line, as the controller takes it, of a reason that somebody wrote in several', () => {
  const written = ' Bão gần bờ.\nPhát trước \tlịch\u00a0nhạc. \r\n';
  expect(Line(500).safeParse(written).success).toBe(false);
  expect(Line(500).parse(inOneLine(written))).toBe('Bão gần bờ. Phát trước lịch nhạc.');
  expect(inOneLine(' \n ')).toBe('');
});
