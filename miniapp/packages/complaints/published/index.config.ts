export default definePageConfig({ navigationBarTitleText: '公开的投诉和数字' });
