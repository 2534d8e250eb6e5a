export default {
  label: 'Xem nhanh Loa Làng',
  step: '{{at}}/{{all}} · {{name}}',
  next: 'Tiếp',
  before: 'Quay lại',
  done: 'Xong',
  close: 'Đóng hướng dẫn',
  say: {
    today:
      'Bài đang phát, bài sắp phát, bài bị lỡ và loa đang im. Nút đỏ “Dừng loa” ở góc trên làm loa im, trang nào cũng có.',
    newBulletin:
      'Gõ chữ cho máy đọc, thu giọng, hoặc chọn tệp. Nghe thử, bấm Tiếp, rồi Gửi duyệt. Chưa ai duyệt thì loa chưa phát.',
    approvals:
      'Bài chờ bạn duyệt, bài sắp phát đứng trước. Nghe hết rồi duyệt bằng vân tay, hoặc trả lại kèm lý do.',
    schedule:
      'Bài nào phát lúc nào, ở đâu. Khi đặt lịch, trang nói ngay giờ nào trùng, giờ nào không được phát và giờ nào còn trống.',
    history: 'Bài nào đã ra loa thật, bài nào lỡ và vì sao. Chạm một dòng để xem bằng chứng, in được.',
    bulletins:
      'Mọi bài của xã: nháp, chờ duyệt, đã duyệt. Thêm bản tiếng Jrai, Bahnar vào bài đã có mà không đụng bản tiếng Việt.',
    submitBulletin:
      'Viết hoặc thu bài của bạn rồi gửi. Cán bộ truyền thanh xếp lịch, người duyệt nghe trước khi phát.',
    incidents: 'Loa nào đang có chuyện, vì sao, và nên làm gì trước.',
    fleet:
      'Từng loa: có mạng không, có ra tiếng không, SIM còn hạn đến bao giờ. Chạm một loa để phát thử, chỉnh âm lượng.',
    installation: 'Lắp bộ thu mới: chọn làng, lấy mã, chờ bộ thu hiện lên rồi phát thử.',
    overview: 'Cả địa bàn trong một trang: bao nhiêu bài ra loa, nơi nào chưa nghe được.',
    province: 'Cả tỉnh trong một trang: bao nhiêu bài ra loa, xã nào cần để ý.',
    communes: 'Từng xã: loa tốt, loa im, bài đã phát.',
    village: 'Loa làng mình hôm nay phát gì, có đang im không. Khi cần, bấm “Dừng loa”.',
    whySounded: 'Bà con hỏi vì sao loa kêu? Chọn nơi và giờ: ai đặt lịch, ai duyệt, in ra một trang.',
    audit: 'Ai đã sửa gì, lúc nào. Nhật ký nối dòng này vào dòng kia, sửa là lộ.',
    profile: 'Khóa vân tay để duyệt, mật khẩu, nơi đang đăng nhập. Xem lại hướng dẫn này ở Thêm.',
    settings: 'Giờ được phát, ai được duyệt, chuyên mục, ngày lễ. Xem lại hướng dẫn này ở Thêm.',
  },
} as const;
