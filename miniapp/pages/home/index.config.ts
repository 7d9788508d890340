export default definePageConfig({ navigationBarTitleText: '昭通一站办', enableShareAppMessage: true });
