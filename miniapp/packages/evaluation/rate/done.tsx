import { View } from '@tarojs/components';
import type { Evaluation } from '../../../../shared/contract/evaluations';
import { grades } from '../../../../shared/domain/evaluation';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { Notice } from '../../../components/notice';
import { momentOf } from '../../../hooks/words';
import { a11y } from '../../../platform/a11y';
import { open, pageUrl, replace } from '../../../platform/navigate';
import { Face } from '../form/face';
import '../form/grades.css';

/** The end of rating: what was given, what follows from it, until when it can be changed. */
export function Done({ evaluation }: { evaluation: Evaluation }) {
  const { id, grade, gradeWords, service, changeUntil } = evaluation;
  const { good } = grades[grade];
  return (
    <>
      <Card>
        <View className="grade-head" {...a11y({ role: 'status', live: 'polite' })}>
          <Face grade={grade} />
          <View className="row-main">
            <View className="text-title">{good ? '收到，谢谢您' : '收到了，会有人去核实'}</View>
            <View>您评的是“{gradeWords}”</View>
          </View>
        </View>
        <View className="text-second">{service.title}</View>
        {changeUntil && <View className="text-second">{momentOf(changeUntil)} 前可以改。</View>}
      </Card>
      {!good && (
        <Notice
          title="接下来"
          actions={
            <Button
              kind="link"
              onPress={() =>
                void open(pageUrl('/packages/complaints/file/index', complaintAbout(evaluation)))
              }
            >
              另外投诉，要一个答复
            </Button>
          }
        >
          先核实，属实就整改，再回访您，15 个工作日内办完。办到哪一步，在“我的评价”里看。
        </Notice>
      )}
      <Button onPress={() => void replace(pageUrl('/packages/evaluation/detail/index', { id }))}>
        看我的评价
      </Button>
      <Button kind="secondary" onPress={() => void open('/pages/home/index')}>
        回到首页
      </Button>
    </>
  );
}

/** What the complaint would be about, as far as the form there knows it. */
function complaintAbout({ service: { kind, id } }: Evaluation): Record<string, string> {
  if (kind === 'case') return { caseId: id };
  return kind === 'appointment' ? { appointmentId: id } : {};
}
