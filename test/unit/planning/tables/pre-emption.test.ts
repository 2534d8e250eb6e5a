import { describe, expect, it } from 'vitest';
import type { Resume } from '../../../../shared/src/messages/plan.js';
import type { Priority } from '../../../../shared/src/messages/use.js';
import { createLife } from '../../../support/agent-life.js';
import { casesOf } from '../../../support/readable-table.js';

const PRIORITIES: Record<string, Priority> = {
  'thông thường': 'normal',
  'ưu tiên': 'priority',
  'khẩn cấp': 'emergency',
};
const RESUMES: Record<string, Resume> = {
  'phát tiếp': 'resume',
  'phát lại từ đầu': 'restart',
  'bỏ luôn': 'drop',
};

/**
 * Bài A bắt đầu 06:00, dài năm phút, được bắt đầu trễ đến 06:10; bài B bắt đầu 06:02, dài một phút.
 * Bộ thu thật quyết định. Dấu → là nối tiếp: giây thứ mấy của bài. Bài bị chen kêu đến đúng lúc bài kia bắt đầu.
 */
const TABLE = `
| A            | B            | A bị chen thì   | nhật ký của A                                             | nhật ký của B          |
|--------------|--------------|-----------------|-----------------------------------------------------------|------------------------|
| thông thường | ưu tiên      | phát tiếp       | 06:00 phát; 06:02 nhường; 06:03 nối → 120; 06:06 hết      | 06:02 phát; 06:03 hết  |
| thông thường | ưu tiên      | phát lại từ đầu | 06:00 phát; 06:02 nhường; 06:03 nối; 06:08 hết            | 06:02 phát; 06:03 hết  |
| thông thường | ưu tiên      | bỏ luôn         | 06:00 phát; 06:02 dở dang                                 | 06:02 phát; 06:03 hết  |
| thông thường | khẩn cấp     | phát tiếp       | 06:00 phát; 06:02 nhường; 06:03 nối → 120; 06:06 hết      | 06:02 phát; 06:03 hết  |
| ưu tiên      | khẩn cấp     | bỏ luôn         | 06:00 phát; 06:02 dở dang                                 | 06:02 phát; 06:03 hết  |
| thông thường | thông thường | phát tiếp       | 06:00 phát; 06:05 hết                                     | 06:05 phát; 06:06 hết  |
| ưu tiên      | thông thường | phát tiếp       | 06:00 phát; 06:05 hết                                     | 06:05 phát; 06:06 hết  |
| khẩn cấp     | ưu tiên      | phát tiếp       | 06:00 phát; 06:05 hết                                     | 06:05 phát; 06:06 hết  |
`;

const of = <T>(words: Record<string, T>, word: string | undefined): T => {
  const found = words[word ?? ''];
  if (found === undefined) throw new Error(`no such word: ${word}`);
  return found;
};

const WORDS: [RegExp, string][] = [
  [/ claimed.*$/, ' phát'],
  [/ resumed for \S+ from ([\d.]+) s/, ' nối → $1'],
  [/ resumed for \S+/, ' nối'],
  [/ suspended/, ' nhường'],
  [/ interrupted\(preempted\)/, ' dở dang'],
  [/ finished/, ' hết'],
];

/** A box's log of one item, in the words of the table; what arms a start stands for that start. */
function story(log: readonly string[], name: string): string {
  return log
    .filter((line) => line.split(' ')[1] === name)
    .map((line) => {
      const starts = / (?:claimed|resumed) for (\S+)/.exec(line)?.[1];
      const said = WORDS.reduce((text, [from, to]) => text.replace(from, to), line.replace(` ${name}`, ''));
      const at = starts ?? said.slice(0, 8);
      return `${at.replace(/:00$/, '')}${said.slice(8)}`;
    })
    .join('; ');
}

describe('who has the loudspeaker when two want it', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const { log } = createLife({ names: ['a', 'b'] })
      .plan({
        sessions: [
          {
            name: 'a',
            priority: of(PRIORITIES, row.A),
            items: [
              {
                name: 'a',
                starts: '06:00',
                latest: '06:10',
                seconds: 300,
                resume: of(RESUMES, row['A bị chen thì']),
              },
            ],
          },
          {
            name: 'b',
            priority: of(PRIORITIES, row.B),
            items: [{ name: 'b', starts: '06:02', latest: '06:10' }],
          },
        ],
      })
      .until('06:30');
    expect(story(log, 'a')).toBe(row['nhật ký của A']);
    expect(story(log, 'b')).toBe(row['nhật ký của B']);
  });

  it('an item that waits too long for a higher one is skipped, with the reason', () => {
    const { log } = createLife({ names: ['a', 'b'] })
      .plan({
        sessions: [
          { name: 'a', priority: 'priority', items: [{ name: 'a', starts: '06:00', seconds: 900 }] },
          { name: 'b', items: [{ name: 'b', starts: '06:02', latest: '06:07' }] },
        ],
      })
      .until('06:30');
    expect(log.filter((line) => line.includes(' b '))).toEqual(['06:07:01 b skipped(preempted)']);
  });
});
