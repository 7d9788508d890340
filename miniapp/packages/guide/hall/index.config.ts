export default definePageConfig({ navigationBarTitleText: '大厅', enableShareAppMessage: true });
