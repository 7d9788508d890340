export default definePageConfig({ navigationBarTitleText: '查匿名投诉' });
