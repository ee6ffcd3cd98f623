import sharp from 'sharp';

// Drawings of our own, as flat as a poster: the sky, what stands before it, one light. 1,600 by 900.
const frame = (sky: string, ground: string, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900"><defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${sky}"/><stop offset="1" stop-color="${ground}"/></linearGradient></defs><rect width="1600" height="900" fill="url(#s)"/>${body}</svg>`;

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const rect = (x: number, y: number, width: number, height: number, fill: string, more = ''): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`;
const circle = (x: number, y: number, radius: number, fill: string, more = ''): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" ${more}/>`;
const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}" ${more}/>`;
const line = (d: string, colour: string, width: number, more = ''): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" ${more}/>`;
// The same picture each time, without chance.
const noise = (index: number): number => (Math.sin(index * 12.9898) * 43_758.5453) % 1;

function windows(): string {
  const lit = new Set([7, 18, 23, 31, 40, 52, 53, 61, 77]);
  const panes = range(88).map((index) =>
    rect(
      420 + (index % 11) * 72,
      150 + Math.floor(index / 11) * 84,
      40,
      54,
      lit.has(index) ? '#f6c453' : '#20304a',
    ),
  );
  return frame(
    '#0b1424',
    '#22385c',
    `${circle(1290, 170, 62, '#e8e2d0')}${circle(1262, 156, 58, '#0f1a2e')}${rect(0, 560, 360, 340, '#0d182b')}${rect(1240, 480, 360, 420, '#0d182b')}${rect(380, 110, 840, 790, '#132138')}${panes.join('')}${rect(0, 858, 1600, 42, '#080e19')}`,
  );
}

function river(): string {
  const waves = range(14).map((index) =>
    line(
      `M${(index % 3) * 90} ${600 + index * 21} q200 -14 400 0 t400 0 t400 0 t400 0`,
      '#f3d9b1',
      3,
      `opacity="${0.5 - index * 0.03}"`,
    ),
  );
  return frame(
    '#e9a15b',
    '#f4dfc0',
    `${circle(1120, 420, 150, '#f7efe0')}${path('M0 560 L0 470 L260 455 L420 500 L700 470 L980 505 L1300 460 L1600 490 L1600 560Z', '#6b4a45')}${rect(300, 300, 34, 170, '#5a3d3a')}${rect(352, 340, 26, 130, '#5a3d3a')}${rect(0, 555, 1600, 345, '#38566b')}${waves.join('')}${line('M640 555 q180 -190 360 0 q180 -190 360 0', '#3a2b2c', 16)}${rect(600, 470, 800, 14, '#3a2b2c')}`,
  );
}

function pylons(): string {
  const tower = (x: number, scale: number): string =>
    `<g transform="translate(${x} ${760 - 520 * scale}) scale(${scale})">${line('M-70 520 L0 0 L70 520 M-52 390 L60 440 M52 390 L-60 440 M-34 260 L50 350 M34 260 L-50 350 M-130 120 H130 M-100 210 H100', '#1d2433', 9)}</g>`;
  const wires = [120, 210].map((y) =>
    line(
      `M-20 ${y + 180} Q190 ${y + 300} 380 ${y + 150} T880 ${y + 240} T1290 ${y + 330} T1640 ${y + 380}`,
      '#1d2433',
      4,
    ),
  );
  return frame(
    '#4b5f86',
    '#e9b08a',
    `${circle(1180, 640, 120, '#f9dcae')}${path('M0 760 Q500 700 900 745 T1600 730 V900 H0Z', '#3b3a3f')}${wires.join('')}${tower(380, 1.05)}${tower(880, 0.8)}${tower(1290, 0.58)}${path('M0 830 Q600 780 1600 820 V900 H0Z', '#26262b')}`,
  );
}

function hemicycle(): string {
  const seats = range(7).flatMap((row) =>
    range(13 + row * 4).map((seat) => {
      const angle = Math.PI * (1 + (seat + 0.5) / (13 + row * 4));
      const radius = 250 + row * 78;
      const colours = ['#b23a2e', '#d98032', '#e9c46a', '#2a7f77', '#264e70'];
      const colour = colours[Math.floor(((seat + 0.5) / (13 + row * 4)) * 5)] ?? '#264e70';
      return circle(800 + Math.cos(angle) * radius, 860 + Math.sin(angle) * radius, 21, colour);
    }),
  );
  return frame(
    '#f3ead9',
    '#e6d7bd',
    `${seats.join('')}${path('M690 860 A110 110 0 0 1 910 860Z', '#2b2d33')}${rect(0, 860, 1600, 40, '#2b2d33')}`,
  );
}

function archive(): string {
  const colours = ['#7a3b2e', '#a65a3a', '#c98b4f', '#5d6b57', '#33475b', '#8a7a5c'];
  const folders = range(78).map((index) => {
    const x = 110 + (index % 26) * 54;
    const y = 120 + Math.floor(index / 26) * 250;
    const pulled = index === 37 ? -46 : 0;
    return rect(
      x,
      y + 20 + pulled + Math.abs(noise(index)) * 26,
      40,
      170 - Math.abs(noise(index)) * 26,
      index === 37 ? '#f4efe2' : (colours[index % 6] ?? '#7a3b2e'),
    );
  });
  const shelves = range(3).map((row) => rect(70, 310 + row * 250, 1460, 20, '#3a2c22'));
  return frame('#e3d6bd', '#cbb994', `${folders.join('')}${shelves.join('')}`);
}

function station(): string {
  const train = range(9).map((index) => rect(60 + index * 150, 500, 92, 74, '#f6d98b', 'rx="8"'));
  return frame(
    '#9fb7c4',
    '#e7e2d3',
    `${path('M0 470 L320 330 L560 430 L860 290 L1180 440 L1600 320 V620 H0Z', '#6f8590')}${rect(0, 460, 1460, 170, '#8f2f2a', 'rx="26"')}${train.join('')}${rect(0, 592, 1460, 14, '#f4efe2')}${rect(0, 640, 1600, 40, '#4b4f55')}${rect(0, 680, 1600, 220, '#c9bfa8')}${rect(1260, 150, 18, 530, '#2d3136')}${circle(1269, 200, 120, '#2d3136')}${circle(1269, 200, 102, '#faf6ec')}${line('M1269 200 V122 M1269 200 L1318 232', '#2d3136', 10, 'stroke-linecap="round"')}`,
  );
}

function road(): string {
  const lorries = range(9).map((index) => {
    const scale = 1.15 - index * 0.115;
    const x = 1180 - index * 118 + Math.sin(index * 0.9) * 60;
    const y = 720 - index * 47;
    return `<g transform="translate(${x} ${y}) scale(${scale})">${rect(0, -110, 210, 110, ['#c8452e', '#f2e6cf', '#2e6f8e', '#e3b23c'][index % 4] ?? '#c8452e', 'rx="8"')}${rect(-74, -78, 66, 78, '#2d3136', 'rx="10"')}${circle(-36, 6, 22, '#15171a')}${circle(50, 6, 22, '#15171a')}${circle(160, 6, 22, '#15171a')}</g>`;
  });
  return frame(
    '#cfd9dd',
    '#f2e4c9',
    `${path('M0 420 L300 260 L520 370 L820 210 L1150 380 L1600 240 V900 H0Z', '#8ba17f')}${path('M0 560 Q400 430 760 500 T1600 440 V900 H0Z', '#b6a565')}${path('M150 330 C420 420 620 470 900 600 S1400 820 1600 860 V900 H1060 C820 760 520 520 130 340Z', '#5a5f66')}${lorries.toReversed().join('')}`,
  );
}

function sea(): string {
  const waves = range(11).map((index) =>
    line(
      `M0 ${520 + index * 36} q100 -26 200 0 t200 0 t200 0 t200 0 t200 0 t200 0 t200 0 t200 0`,
      '#3f6a86',
      5,
      `opacity="${0.9 - index * 0.05}"`,
    ),
  );
  return frame(
    '#12263b',
    '#48708c',
    `${path('M1330 200 L1600 90 L1600 190Z', '#f6e7b4', 'opacity="0.75"')}${path('M1270 200 L0 60 L0 250Z', '#f6e7b4', 'opacity="0.22"')}${path('M1270 520 L1285 190 H1325 L1340 520Z', '#f2ede2')}${rect(1278, 300, 54, 60, '#b23a2e')}${rect(1274, 420, 62, 60, '#b23a2e')}${rect(1280, 150, 50, 44, '#20252c')}${path('M1140 540 Q1300 480 1480 540Z', '#20252c')}${rect(0, 530, 1600, 370, '#17344c')}${waves.join('')}${path('M420 610 H720 L680 672 H456Z', '#b23a2e')}${rect(510, 540, 110, 70, '#f2ede2')}${rect(560, 470, 10, 70, '#f2ede2')}`,
  );
}

function wheat(): string {
  const ears = range(64).map((index) => {
    const x = index * 26 - 10;
    const height = 300 + noise(index) * 90;
    return `${line(`M${x} 900 Q${x + 10} ${900 - height / 2} ${x + noise(index + 9) * 26} ${900 - height}`, '#b9852f', 6)}<ellipse cx="${x + noise(index + 9) * 26}" cy="${900 - height - 26}" rx="10" ry="40" fill="#e2b043"/>`;
  });
  return frame(
    '#7fb0cf',
    '#f3e3bb',
    `${circle(300, 230, 90, '#fbf0cf')}${rect(0, 520, 1600, 60, '#3f7896')}${path('M980 530 H1330 L1300 572 H1010Z', '#8f2f2a')}${rect(1020, 486, 60, 44, '#f4efe2')}${rect(1100, 500, 190, 30, '#d9a441')}${rect(0, 575, 1600, 325, '#d19d3a')}${ears.join('')}`,
  );
}

function cup(): string {
  return frame(
    '#efe2cd',
    '#dcc7a3',
    `${circle(760, 520, 330, '#f9f4e8')}${circle(760, 520, 232, '#fffdf7')}${circle(760, 520, 196, '#5a3522')}${circle(760, 520, 150, '#7a4a2e')}${line('M1000 470 C1130 450 1150 600 1000 590', '#fffdf7', 44)}${line('M500 330 C620 300 560 210 700 190 S900 150 960 60', '#b23a2e', 12, 'stroke-linecap="round"')}${circle(960, 60, 18, '#b23a2e')}${range(
      6,
    )
      .map((index) => circle(500 + index * 92, 330 - index * 52, 9, '#2b2d33'))
      .join('')}`,
  );
}

function bridge(): string {
  const cables = range(13).flatMap((index) => [
    line(`M560 190 L${150 + index * 66} 590`, '#8fa3bd', 3),
    line(`M1080 190 L${690 + index * 66} 590`, '#8fa3bd', 3),
  ]);
  return frame(
    '#0a1120',
    '#1f3150',
    `${range(40)
      .map((index) =>
        circle(Math.abs(noise(index)) * 1600, Math.abs(noise(index + 50)) * 380, 2.4, '#dfe6ef'),
      )
      .join(
        '',
      )}${cables.join('')}${rect(545, 170, 30, 560, '#c9d3e0')}${rect(1065, 170, 30, 560, '#c9d3e0')}${rect(0, 585, 1600, 34, '#c9d3e0')}${rect(0, 730, 1600, 170, '#101c30')}${path('M905 560 L1380 500 L1380 600Z', '#f6d98b', 'opacity="0.6"')}${path('M780 585 v-34 q0 -16 20 -16 h20 l22 -30 h56 l24 30 q22 2 22 22 v28Z', '#b23a2e')}${circle(818, 586, 17, '#0b0f16')}${circle(910, 586, 17, '#0b0f16')}`,
  );
}

function chess(): string {
  const tiles = range(128).map((index) => {
    const [x, y] = [index % 16, Math.floor(index / 16)];
    return rect(
      x * 100,
      100 + y * 100,
      100,
      100,
      (x + y) % 2 === 0 ? '#e9dfc8' : '#2f5d62',
      y < 3 ? 'opacity="0.45"' : '',
    );
  });
  const pawn = (x: number, y: number, colour: string, scale = 1): string =>
    `<g transform="translate(${x} ${y}) scale(${scale})">${circle(0, -120, 38, colour)}${path('M-30 -88 H30 L44 0 H-44Z', colour)}${rect(-62, 0, 124, 28, colour, 'rx="10"')}</g>`;
  return frame(
    '#1d3236',
    '#23484c',
    `${tiles.join('')}${rect(0, 60, 1600, 60, '#b23a2e')}${circle(800, 90, 62, '#f4efe2')}${pawn(450, 720, '#14181c', 1.5)}${pawn(1150, 640, '#faf6ec', 1.5)}${pawn(800, 820, '#14181c', 1.2)}`,
  );
}

function stage(): string {
  const folds = (from: number, step: number): string =>
    range(8)
      .map((index) =>
        path(
          `M${from + index * step} 90 q${step / 2} 380 ${step * 0.15} 700 h${step * 0.7} q${-step * 0.1} -340 ${step * 0.15} -700Z`,
          index % 2 === 0 ? '#8c1f24' : '#a82a2e',
        ),
      )
      .join('');
  return frame(
    '#160b0c',
    '#2a1416',
    `${path('M820 150 L560 800 H1080Z', '#f6d98b', 'opacity="0.28"')}${rect(0, 780, 1600, 120, '#5a3a26')}${folds(-20, 62)}${folds(1130, 62)}${rect(0, 50, 1600, 70, '#6e161b')}<ellipse cx="820" cy="800" rx="200" ry="26" fill="#f6d98b" opacity="0.6"/>${rect(812, 600, 14, 200, '#14100e')}${path('M770 610 L868 610 L846 540 H792Z', '#f2c14e')}`,
  );
}

function doors(): string {
  const colours = ['#2e6f8e', '#b23a2e', '#e3b23c', '#5d6b57', '#7a3b2e', '#2a7f77', '#d9c7a3'];
  const all = range(7).map((index) => {
    const x = 110 + index * 205;
    const height = 470 + noise(index) * 70;
    const y = 760 - height;
    return `${rect(x, y, 160, height, colours[index] ?? '#2e6f8e', 'rx="4"')}${rect(x + 22, y + 30, 116, height * 0.36, '#00000022')}${rect(x + 22, y + 60 + height * 0.38, 116, height * 0.4, '#00000022')}${circle(x + 138, y + height * 0.53, 9, '#f4efe2')}`;
  });
  return frame('#efe7d8', '#ddd0b8', `${rect(0, 760, 1600, 140, '#b7a482')}${all.join('')}`);
}

const scenes = {
  windows,
  river,
  pylons,
  hemicycle,
  archive,
  station,
  road,
  sea,
  wheat,
  cup,
  bridge,
  chess,
  stage,
  doors,
};

export type Scene = keyof typeof scenes;

/** A drawing as JPEG, 1,600 by 900 pixels. */
export function drawScene(scene: Scene): Promise<Buffer> {
  return sharp(Buffer.from(scenes[scene]())).jpeg({ quality: 86 }).toBuffer();
}
