export default definePageConfig({ navigationBarTitleText: '一件投诉' });
