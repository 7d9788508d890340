export default definePageConfig({ navigationBarTitleText: '一件寄件' });
