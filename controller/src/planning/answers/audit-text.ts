/** What people did, as a clerk reads it; the audit log's action names stand in the code that writes them. */
const WORDS: Readonly<Record<string, string>> = {
  'account.create': 'tạo tài khoản',
  'account.disable': 'khóa tài khoản',
  'area.change': 'sửa địa bàn',
  'area.create': 'thêm địa bàn',
  'area.merge': 'nhập địa bàn vào nơi khác',
  'box.code': 'cấp mã nhận bộ thu',
  'box.create': 'thêm bộ thu',
  'box.enrol': 'nhận bộ thu',
  'box.replace': 'thay bộ thu',
  'box.revoke': 'ngừng dùng bộ thu',
  'bulletin.change': 'sửa bản tin',
  'bulletin.create': 'soạn bản tin',
  'calendar.put': 'sửa lịch ngày lễ',
  'campaign.cancel': 'hủy đợt cao điểm',
  'campaign.change': 'sửa đợt cao điểm',
  'campaign.create': 'tạo đợt cao điểm',
  'cluster.change': 'sửa cụm loa',
  'cluster.move': 'chuyển cụm loa sang nơi khác',
  'cluster.create': 'thêm cụm loa',
  'decision.decide': 'quyết định lịch ưu tiên nào phát trước',
  'programme.archive': 'cất chương trình',
  'programme.change': 'sửa chương trình',
  'programme.create': 'tạo chương trình',
  'recording.create': 'tải bản thu lên',
  'roster.store': 'ký danh sách người được duyệt',
  'schedule.cancel': 'hủy lịch phát',
  'schedule.change': 'sửa lịch phát',
  'schedule.create': 'đặt lịch phát',
  'session.create': 'đăng nhập',
  'station.approve': 'duyệt đài tiếp âm',
  'station.change': 'sửa đài tiếp âm',
  'station.remove': 'bỏ đài tiếp âm',
  'station.create': 'thêm đài tiếp âm',
  'stop.create': 'ra lệnh dừng loa',
  'stop.lift': 'mở lại loa',
  'suspension.cancel': 'bỏ lệnh tạm ngừng',
  'suspension.create': 'ra lệnh tạm ngừng',
  'token.issue': 'cấp mã truy cập',
  'token.revoke': 'thu mã truy cập',
  'variant.approve': 'duyệt bài',
  'variant.put': 'sửa bản thu hoặc lời đọc',
  'variant.reject': 'trả lại bài',
  'variant.submit': 'gửi duyệt bài',
  'variant.withdraw': 'thu hồi bài',
};

/** `sửa lịch phát` of `schedule.change`; the action itself where it has no words yet. */
export function auditText(action: string): string {
  return WORDS[action] ?? action;
}

export function hasWords(action: string): boolean {
  return Object.hasOwn(WORDS, action);
}
