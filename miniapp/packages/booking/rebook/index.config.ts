export default definePageConfig({ navigationBarTitleText: '另选时间' });
