import { Button } from '../../../components/button';
import { Notice } from '../../../components/notice';
import { dismissLatePhotos, useLatePhotos } from '../../../hooks/late-photos';

/** How the photographs that follow stand; nothing where none do. */
export function LateNotice({ id }: { id: string }) {
  const late = useLatePhotos(id);
  if (!late) return null;
  if (late.failure) {
    return (
      <Notice
        tone="red"
        live
        actions={
          <Button kind="link" onPress={() => dismissLatePhotos(id)}>
            知道了
          </Button>
        }
      >
        {late.failure}
      </Notice>
    );
  }
  return (
    <Notice tone="amber" live title={`还有 ${late.left} 张照片在传`}>
      传好后自动补到这份投诉里，关掉也不会丢，下次打开接着传。
    </Notice>
  );
}
