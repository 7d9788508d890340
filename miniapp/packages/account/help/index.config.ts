export default definePageConfig({ navigationBarTitleText: '帮助和关于' });
