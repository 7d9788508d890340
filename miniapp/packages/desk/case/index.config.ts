export default definePageConfig({ navigationBarTitleText: '一个办件' });
