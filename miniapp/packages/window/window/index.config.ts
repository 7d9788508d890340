export default definePageConfig({ navigationBarTitleText: '窗口', enableShareAppMessage: true });
