export default definePageConfig({ navigationBarTitleText: '结果怎么给我' });
