import { describe, expect, it } from 'vitest';
import { BUILT_IN_WORDS } from '../../../controller/src/sources/tts/built-in-words.js';
import { readInteger } from '../../../controller/src/sources/tts/read-number.js';
import { readText } from '../../../controller/src/sources/tts/read-text.js';
import { countWords, speakingMs } from '../../../controller/src/sources/tts/speaking-time.js';

const words = new Map(Object.entries(BUILT_IN_WORDS));
const read = (text: string) => readText(text, words).text;

describe('numbers in words', () => {
  it.each([
    ['0', 'không'],
    ['10', 'mười'],
    ['15', 'mười lăm'],
    ['21', 'hai mươi mốt'],
    ['24', 'hai mươi tư'],
    ['105', 'một trăm linh năm'],
    ['1005', 'một nghìn không trăm linh năm'],
    ['2026', 'hai nghìn không trăm hai mươi sáu'],
    ['1000000', 'một triệu'],
    ['1000005', 'một triệu không trăm linh năm'],
    ['3500000000', 'ba tỷ năm trăm triệu'],
    ['0123', 'không một hai ba'],
  ])('%s is %s', (digits, spoken) => {
    expect(readInteger(digits)).toBe(spoken);
  });
});

describe('what an announcer says for what officials write', () => {
  it.each([
    ['UBND xã', 'Ủy ban nhân dân xã'],
    ['HĐND-UBND xã', 'Hội đồng nhân dân Ủy ban nhân dân xã'],
    ['NQ57', 'Nghị quyết năm mươi bảy'],
    ['Nghị quyết 57-NQ/TW', 'Nghị quyết năm mươi bảy Nghị quyết Trung ương'],
    ['Sở KH&CN tỉnh', 'Sở khoa học và công nghệ tỉnh'],
    ['lúc 17:00, 17h30 và 5 giờ', 'lúc mười bảy giờ, mười bảy giờ ba mươi phút và năm giờ'],
    ['17h-18h', 'mười bảy giờ đến mười tám giờ'],
    ['ngày 21/11/2026', 'ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu'],
    ['Kỷ niệm 18/5', 'Kỷ niệm ngày mười tám tháng năm'],
    ['tháng 4/2026', 'tháng tư năm hai nghìn không trăm hai mươi sáu'],
    ['đạt 97,2%', 'đạt chín mươi bảy phẩy hai phần trăm'],
    ['1.250.000đ', 'một triệu hai trăm năm mươi nghìn đồng'],
    ['5 kg/ha và 30m2', 'năm ki lô gam trên héc ta và ba mươi mét vuông'],
    ['39°C', 'ba mươi chín độ xê'],
    ['gọi 0912 345 678', 'gọi không chín một hai ba bốn năm sáu bảy tám'],
    ['Quý III', 'Quý ba'],
    ['05 hộ', 'năm hộ'],
    ['5-10 người', 'năm đến mười người'],
    ['THÔNG BÁO của xã IA PIA', 'thông báo của xã ia pia'],
    ['trực 24/7', 'trực hai mươi tư bảy'],
  ])('%s', (written, spoken) => {
    expect(read(written)).toBe(spoken);
  });

  it('spells what nobody has explained, and says so', () => {
    const found = readText('Ban QLDA họp', words);
    expect(found).toMatchObject({ text: 'Ban quy lờ dê a họp', unknown: ['QLDA'] });
    const own = new Map([...words, ['QLDA', 'quản lý dự án']]);
    expect(readText('Ban QLDA họp', own)).toMatchObject({ text: 'Ban quản lý dự án họp', unknown: [] });
  });

  it('tells how each thing was read, and how often', () => {
    expect(readText('UBND và UBND', words).readings).toEqual([
      { written: 'UBND', spoken: 'Ủy ban nhân dân', count: 2 },
    ]);
  });

  it('leaves ordinary words alone, composed or not', () => {
    const text = 'Bà con làng Ơi Briu chú ý: chiều mai họp ở nhà rông.';
    expect(read(text)).toBe(text);
    expect(read(text.normalize('NFD'))).toBe(text);
  });

  it('ends on any text whatever', () => {
    for (const odd of [
      '',
      ' ',
      '////',
      '1/2/3/4/5',
      '-'.repeat(50),
      '0'.repeat(300),
      'Đ'.repeat(300),
      '🙂 5🙂',
    ])
      expect(typeof read(odd)).toBe('string');
  });
});

describe('how long a text takes to read', () => {
  it('counts spoken syllables and pauses, and follows the pace', () => {
    expect(countWords('Bà con chú ý, 5 giờ — họp.')).toBe(7);
    const text = 'Bà con chú ý nghe thông báo. '.repeat(20);
    expect(speakingMs(text) / 1000).toBeGreaterThan(45);
    expect(speakingMs(text) / 1000).toBeLessThan(60);
    expect(speakingMs(text, 50) / speakingMs(text, 100)).toBeCloseTo(2, 3);
  });
});
