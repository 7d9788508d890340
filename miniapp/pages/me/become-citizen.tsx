import { useState } from 'react';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { RadioGroup } from '../../components/choice';
import { FailureNotice } from '../../components/failure-notice';
import { Row } from '../../components/row';
import { Sheet } from '../../components/sheet';
import { useCitizens } from '../../hooks/use-citizens';

/** Only where the sandbox is (a development browser): which invented person signs in here. */
export function BecomeCitizen() {
  const { list, current, become } = useCitizens();
  const [open, setOpen] = useState(false);
  if (!current) return null;
  return (
    <Card title="演示" flush>
      <FailureNotice failure={become.failure} />
      <Row
        icon="people"
        title="换一位示例市民"
        note={`现在登录的是 ${current.name}（${current.about || '示例'}）`}
        onPress={() => setOpen(true)}
      />
      <Sheet open={open} title="用哪位示例市民登录" onClose={() => setOpen(false)}>
        <RadioGroup
          label="用哪位示例市民登录"
          options={list.map(({ id, name, about }) => ({ value: id, title: name, note: about }))}
          value={current.id}
          onChange={(id) => {
            setOpen(false);
            void become.run(id);
          }}
        />
        <Button kind="link" onPress={() => setOpen(false)}>
          不换了
        </Button>
      </Sheet>
    </Card>
  );
}
