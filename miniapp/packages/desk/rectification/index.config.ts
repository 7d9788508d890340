export default definePageConfig({ navigationBarTitleText: '一件整改' });
