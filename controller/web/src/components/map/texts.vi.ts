export default {
  zoomIn: 'Phóng to',
  zoomOut: 'Thu nhỏ',
  hoangSa: 'Quần đảo Hoàng\u00a0Sa (Việt\u00a0Nam)',
  truongSa: 'Quần đảo Trường\u00a0Sa (Việt\u00a0Nam)',
  hoangSaShort: 'Hoàng Sa',
  truongSaShort: 'Trường Sa',
  eastSea: 'Biển Đông',
  choose: {
    label: 'Bản đồ để chọn địa bàn. Danh sách cũng chọn được như vậy.',
    tap: 'Chạm vào một nơi để chọn, chạm lần nữa để bỏ.',
    one: 'Chạm vào một nơi để chọn.',
    narrow: 'Đang chọn cả {{place}}. Chạm vào một nơi để chỉ chọn nơi đó.',
    covered: '{{place}}, đã chọn cùng {{around}}',
    within_other: '{{place}}, đã chọn {{count}} nơi ở trong',
    unplaced: 'Chưa có vị trí trên bản đồ, chọn ở mục Danh sách: {{names}}.',
    noPlaces: 'Chưa nơi nào có vị trí trên bản đồ. Hãy chọn ở mục Danh sách.',
  },
} as const;
