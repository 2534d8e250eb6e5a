export default {
  title: 'Của tôi',
  name: 'Họ tên',
  login: 'Tên đăng nhập',
  role: 'Vai trò',
  area: 'Địa bàn',
  language: 'Ngôn ngữ của trang',
  expires: 'Phiên làm việc hết lúc',
  install: 'Đưa lên màn hình chính',
  installHelp: 'Mở menu của trình duyệt rồi chọn “Thêm vào màn hình chính” để mở nhanh như một ứng dụng.',
  security: 'Đổi mật khẩu và thêm cách đăng nhập thứ hai: nhờ người quản trị.',
} as const;
