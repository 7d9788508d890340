export default definePageConfig({ navigationBarTitleText: '大厅时间和屏幕' });
