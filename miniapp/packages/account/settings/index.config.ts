export default definePageConfig({ navigationBarTitleText: '长辈版和字号' });
