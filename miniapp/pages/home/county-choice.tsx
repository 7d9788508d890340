import { useState } from 'react';
import { RadioGroup } from '../../components/choice';
import { Icon } from '../../components/icon';
import { Pressable } from '../../components/pressable';
import { Sheet } from '../../components/sheet';
import { chooseCounty, useCounty } from '../../hooks/place';

/** 我在…: said once, kept on the phone; what is shown first follows it. */
export function CountyChoice({ counties }: { counties: { code: string; name: string }[] }) {
  const county = useCounty();
  const [open, setOpen] = useState(false);
  const name = counties.find(({ code }) => code === county)?.name;
  return (
    <>
      <Pressable
        className="home-county"
        label={`我在${name ?? '昭通市'}，点按更换`}
        onPress={() => setOpen(true)}
      >
        <Icon name="place" />
        我在 {name ?? '昭通市'}
        <Icon name="down" />
      </Pressable>
      <Sheet open={open} title="我在哪里" onClose={() => setOpen(false)}>
        <RadioGroup
          label="我在哪里"
          options={counties.map(({ code, name: title }) => ({ value: code, title }))}
          value={county}
          onChange={(code) => {
            chooseCounty(code);
            setOpen(false);
          }}
        />
      </Sheet>
    </>
  );
}
