import { View } from '@tarojs/components';
import type { Guide } from '../../../../shared/contract/catalogue';
import { Button } from '../../../components/button';
import { Card } from '../../../components/card';
import { CheckRow } from '../../../components/choice';
import { ErrorSummary } from '../../../components/error-summary';
import { FailureNotice } from '../../../components/failure-notice';
import { Field } from '../../../components/field';
import { ResourceView, SlowNote } from '../../../components/resource-view';
import { useResource } from '../../../hooks/use-resource';
import { CaseWork } from '../case-work/case-work';
import { materialNote } from '../case-work/materials';
import type { Ticket } from '../queue/use-desk';
import { useHandedIn } from './handed-in';
import { ItemChoice } from './item-choice';
import { useHandIn } from './use-hand-in';

/** The papers of who is at the window: taken in against the item's own list, then the case itself. */
export function HandIn({ ticket }: { ticket: Ticket }) {
  const caseId = useHandedIn(ticket.id);
  return caseId ? <CaseWork id={caseId} /> : <TakeIn ticket={ticket} />;
}

type Form = ReturnType<typeof useHandIn>;

function TakeIn({ ticket }: { ticket: Ticket }) {
  const form = useHandIn(ticket);
  const guide = useResource('GET /items/{code}', form.itemCode ? { params: { code: form.itemCode } } : null);
  return (
    <Card title="收件">
      <ErrorSummary errors={form.errors} />
      <FailureNotice failure={form.send.failure} />
      {form.send.slow && <SlowNote />}
      {form.itemCode ? (
        <ResourceView resource={guide} blocks={1} lines={4}>
          {(item) => <Papers item={item} form={form} />}
        </ResourceView>
      ) : (
        <ItemChoice onChoose={form.chooseItem} />
      )}
    </Card>
  );
}

function Papers({ item, form }: { item: Guide; form: Form }) {
  const { ticked, send } = form;
  const required = item.materials.filter(({ necessity, waivedBy }) => necessity === 'required' && !waivedBy);
  const missing = required.filter(({ id }) => !ticked.has(id)).map(({ name }) => name);
  const instant = item.caseKind === 'instant';
  return (
    <>
      <View className="line">
        <View className="text-lead">{item.name}</View>
        <Button kind="link" onPress={() => form.chooseItem(null)}>
          换一个事项
        </Button>
      </View>
      {form.asksWho && <Who form={form} />}
      <View>
        {item.materials.map((material) =>
          material.waivedBy ? (
            <View key={material.id} className="case-material">
              <View className="row-main">
                <View>{material.name}</View>
                <View className="text-second">有{material.waivedBy}，不用交</View>
              </View>
            </View>
          ) : (
            <View key={material.id} className="case-material">
              <CheckRow
                checked={ticked.has(material.id)}
                title={material.name}
                note={materialNote(material)}
                onChange={(on) => form.tick(material.id, on)}
              />
            </View>
          ),
        )}
      </View>
      {missing.length > 0 ? (
        <View className="text-amber">还缺：{missing.join('、')}。先收件，再一次性告知补正。</View>
      ) : (
        <View className="text-green">必需的材料齐了。</View>
      )}
      <View className="desk-buttons">
        {instant && (
          <Button
            block={false}
            loading={send.busy}
            disabled={missing.length > 0}
            onPress={() => form.submit(true)}
          >
            当场办结
          </Button>
        )}
        <Button
          block={false}
          kind={instant && missing.length === 0 ? 'secondary' : 'primary'}
          loading={send.busy}
          onPress={() => form.submit(false)}
        >
          收件
        </Button>
      </View>
    </>
  );
}

function Who({ form }: { form: Form }) {
  const { applicant, setApplicant } = form;
  const errorAt = (field: string) => form.errors.find((one) => one.field === field)?.message;
  return (
    <View className="desk-fields">
      <Field
        name="name"
        label="姓名"
        error={errorAt('name')}
        value={applicant.name}
        onChange={(name) => setApplicant({ name })}
        maxlength={40}
      />
      <Field
        name="idNumber"
        label="身份证号"
        error={errorAt('idNumber')}
        value={applicant.idNumber}
        onChange={(idNumber) => setApplicant({ idNumber })}
        type="idcard"
        maxlength={24}
      />
      <Field
        name="phone"
        label="手机号（可以不填）"
        error={errorAt('phone')}
        value={applicant.phone}
        onChange={(phone) => setApplicant({ phone })}
        maxlength={11}
      />
    </View>
  );
}
