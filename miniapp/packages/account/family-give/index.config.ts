export default definePageConfig({ navigationBarTitleText: '让别人替我办' });
