import { useRouter } from '@tarojs/taro';
import { Button } from '../../../components/button';
import { Page } from '../../../components/page';
import { ResourceView } from '../../../components/resource-view';
import { Empty } from '../../../components/states';
import { Timeline } from '../../../components/timeline';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { LateNotice } from '../parts/late-notice';
import { Road } from '../parts/road';
import { useComplaint } from '../parts/use-complaint';
import { Acts } from './acts';
import { Declined } from './declined';
import { Feedback } from './feedback';
import { Rate } from './rate';
import { Replies } from './replies';
import { Said } from './said';
import { State } from './state';
import { Who } from './who';

/** One complaint: how it stands, who has it and by when, what was answered, what I can do. */
export default function ComplaintPage() {
  const { id = '', number = '' } = useRouter().params;
  const complaint = useComplaint(id, number);
  if (complaint.codeMissing) {
    return (
      <Page title="投诉进度">
        <Empty title="要查询码才能看" icon="search">
          匿名投诉凭编号和查询码看。
          <Button onPress={() => void replace(pageUrl('/packages/complaints/lookup/index', { number }))}>
            填查询码
          </Button>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title="投诉进度">
      <ResourceView resource={complaint.resource} blocks={3} lines={4}>
        {(shown) => (
          <>
            <State detail={shown} />
            <LateNotice id={shown.id} />
            <Declined detail={shown} />
            <Replies detail={shown} />
            <Feedback detail={shown} complaint={complaint} />
            <Rate detail={shown} />
            <Road detail={shown} />
            <Who detail={shown} />
            <Said detail={shown} />
            <Acts detail={shown} complaint={complaint} />
            <Timeline entries={shown.timeline} />
            <Button kind="link" onPress={() => void open('/packages/complaints/published/index')}>
              看公开的投诉和数字
            </Button>
          </>
        )}
      </ResourceView>
    </Page>
  );
}
