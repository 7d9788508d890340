export default definePageConfig({ navigationBarTitleText: '各个窗口' });
