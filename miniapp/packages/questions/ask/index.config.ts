export default definePageConfig({ navigationBarTitleText: '问一个问题' });
