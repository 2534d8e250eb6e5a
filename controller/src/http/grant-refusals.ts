import type { RefusalReason } from '@loa/shared/trust/refusal';

/** Why an approval is not accepted and what to do, for the approver. */
export const GRANT_REFUSALS: Readonly<Record<RefusalReason, string>> = {
  too_large: 'Chữ ký duyệt lớn bất thường nên không nhận được. Hãy ký lại.',
  malformed: 'Không đọc được chữ ký duyệt. Hãy ký lại bằng công cụ duyệt của hệ thống.',
  wrong_type: 'Đây không phải là chữ ký duyệt bản tin. Hãy ký lại bằng công cụ duyệt của hệ thống.',
  unknown_key: 'Người ký chưa có trong danh sách người được duyệt của xã. Hãy nhờ người quản trị bổ sung.',
  bad_signature: 'Chữ ký duyệt không khớp với nội dung. Hãy mở lại bản tin và ký lại.',
  bad_content: 'Nội dung chữ ký duyệt không đúng mẫu. Hãy ký lại bằng công cụ duyệt của hệ thống.',
  wrong_audience: 'Chữ ký duyệt cho địa bàn khác với bản tin này. Hãy mở lại bản tin và ký lại.',
  rolled_back: 'Chữ ký duyệt đã cũ. Hãy mở lại bản tin và ký lại.',
  expired: 'Thời hạn duyệt đã qua. Hãy mở lại bản tin và ký lại với thời hạn mới.',
  not_yet_valid: 'Chữ ký duyệt mang giờ ở tương lai. Hãy chỉnh đồng hồ máy rồi ký lại.',
  too_few_signers: 'Chưa đủ số người ký duyệt theo quy định của xã. Hãy nhờ thêm người ký.',
  not_allowed: 'Người ký không có quyền duyệt cho địa bàn này. Hãy nhờ người có quyền duyệt.',
  revoked: 'Quyền duyệt của người ký đã bị thu lại. Hãy nhờ người khác duyệt.',
  wrong_subject:
    'Chữ ký duyệt cho một nội dung khác: bản thu, lời hoặc tiêu đề đã đổi. Hãy nghe lại rồi ký lại.',
  no_roster: 'Xã chưa có danh sách người được duyệt. Hãy nhờ người quản trị lập danh sách.',
};
