import { JournalEntry } from '@loa/shared/messages/report';

/** What a box wrote down that is no playback's, for people; null for what they need not know. */
export function journalText(body: string): string | null {
  const entry = JournalEntry.safeParse(parsed(body));
  if (!entry.success) return null;
  switch (entry.data.kind) {
    case 'boot':
      return `khởi động, phiên bản ${entry.data.version}`;
    case 'clock':
      return 'chỉnh lại đồng hồ';
    case 'trouble':
      return `gặp trục trặc: ${entry.data.detail}`;
    case 'refused':
      return `không làm theo ${documentText(entry.data.document)} vì không hợp lệ`;
    case 'accepted':
      return `nhận ${documentText(entry.data.document)}`;
    default:
      return null;
  }
}

const DOCUMENTS: Readonly<Record<string, string>> = {
  plan: 'lịch phát',
  override: 'lệnh của địa bàn',
  roster: 'danh sách người được duyệt',
  receipt: 'phiếu nhận',
  grant: 'phần duyệt bài',
  time: 'giờ',
};

function documentText(document: string): string {
  return DOCUMENTS[document] ?? 'một tài liệu';
}

const TROUBLES: readonly (readonly [RegExp, string])[] = [
  [/clone|cop(y|ied)/, 'Có dấu hiệu thẻ nhớ của bộ thu bị sao chép'],
  [/revoked/, 'Bộ thu đã ngừng dùng vẫn gửi dữ liệu về'],
  [/foreign|audience/, 'Bộ thu gửi dữ liệu của nơi khác'],
  [/clock/, 'Đồng hồ có vấn đề'],
  [/chain|prev|gap/, 'Nhật ký gửi về không liền mạch'],
  [/sign|forged|key/, 'Có dữ liệu gửi về không đúng chữ ký'],
  [/quarantine|topic|acl|broker/, 'Bộ thu gửi dữ liệu sai chỗ nên bị giữ lại'],
  [/report|entry|reject/, 'Có báo cáo không đọc được'],
  [/enrol/, 'Có người thử nhận bộ thu không thành'],
];

/** A trouble that the controller noticed, by its kind. */
export function troubleText(kind: string): string {
  return TROUBLES.find(([pattern]) => pattern.test(kind))?.[1] ?? 'Hệ thống ghi nhận một trục trặc';
}

/** A rejected entry may be anything, also not JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
