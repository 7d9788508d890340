export default definePageConfig({ navigationBarTitleText: '寄件' });
