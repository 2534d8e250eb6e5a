import type { BoxCondition } from '@loa/shared/api/box-condition';

export interface BoxTrouble {
  text: string;
  remedy: string;
}

/** What is wrong with a box in one sentence, and the one thing to do; null when all is well. Total by type. */
export function boxTrouble(condition: BoxCondition, muted: boolean): BoxTrouble | null {
  switch (condition.kind) {
    case 'good':
      return muted ? { text: 'Loa đang được tắt tiếng từ xa.', remedy: 'Mở tiếng lại khi cần phát.' } : null;
    case 'notEnrolled':
      return {
        text: 'Bộ thu chưa được nhận vào hệ thống.',
        remedy: 'Cấp mã rồi quét mã ở bộ thu để nhận.',
      };
    case 'revoked':
      return null;
    case 'lost':
      return {
        text: 'Bộ thu mất liên lạc.',
        remedy: 'Gọi trưởng thôn xem điện và đèn báo; kiểm tra SIM còn hạn, còn tiền.',
      };
    case 'clockUntrusted':
      return {
        text: 'Đồng hồ của bộ thu chưa chuẩn nên loa tự im.',
        remedy: 'Kiểm tra mạng để bộ thu lấy lại giờ; nếu hay bị, giao kỹ thuật thay pin đồng hồ.',
      };
    case 'diskFull':
      return { text: 'Bộ nhớ của bộ thu đã đầy.', remedy: 'Giao kỹ thuật dọn hoặc thay thẻ nhớ.' };
    case 'noSound':
      return {
        text: 'Bộ thu có mạng nhưng không ra tiếng.',
        remedy: 'Giao kỹ thuật kiểm tra âm ly, dây loa và nguồn của âm ly.',
      };
    case 'stopped':
      return { text: 'Loa đang bị dừng theo lệnh.', remedy: 'Mở lại loa nếu không cần dừng nữa.' };
    case 'noPlan':
      return {
        text: 'Bộ thu chưa có lịch phát còn hạn.',
        remedy: 'Chờ vài phút để lịch tới; nếu vẫn thế, kiểm tra mạng của bộ thu.',
      };
  }
}

/** What makes a loudspeaker silent now, of what a person can mend; one that waits to be enrolled is no trouble yet. */
export function isSilent({ kind }: BoxCondition): boolean {
  return kind === 'lost' || kind === 'clockUntrusted' || kind === 'noSound' || kind === 'noPlan';
}
