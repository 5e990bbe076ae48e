import { pieceInputs } from './noise-pieces.ts';
import { weightsFromTables } from './piece-network.ts';
import type { ReverberationWeights } from './reverberation.ts';

// Written by benchmarks/corpus/fit-surroundings.ts.
// biome-ignore format: a table
export const reverberationWeights: ReverberationWeights = [
  0.1607, -0.0467, 0.6902, -0.9997, 0.2186, -0.5497, 0.4511, 0.6588, -0.2771, -0.6717,
  1.1788, 0.0909, -1.3595, 0.7671, -1.0839, 0.3894, -0.2105, 0.3046, 0.2579, -0.1317,
  -1.9027,
];

// biome-ignore format: a table
export const noiseWeights = weightsFromTables(
  pieceInputs,
  [
    'evxN/o//OQEAAsgDPQHJALH/EgDU/9z+6/0p/6v+Zv5Z/wAA1P+X/2sAQQCk/wABnwF+/48D1AH5/JL+tQAWAVAAZv9LAPgAw/5I',
    '/uAAswRKAmoALQGoA4r90PwY/7UAE/34A3n+g/5P/e/90f5CAZ7+KP5/+zz+V/6e/xj/xgRHAkkB3AGXAD3/VAIfA7kF/gNBAJD/',
    '0AALAqX/bABZAOj/3/9bAQP/FP8m/0oC+f6NASEBUgRV/wMBrAAWAy//Lv6t/nEAqQBa/v7+twEnA2MBIgKaAoYA2QMm/hYAHgAW',
    '/SIBjwAkAjIBH/1OAOgAzP6ZAJX/EgB7/5MBTQOLAuz/Vf93Abj+FwGv/0v94AAGAIz8E/+YATUCyv5JAO8AxAKPAG7+QgEf/tv9',
    'BQBcALz+v/50/2j/rv9d/M8DrP7ABRMD7P9PAz4BOP9s/uD60v1r/6T88Pt3/4z/W/1z/o39Rf19/iIAGQItALcBuQHPAXEBJgIK',
    'A2cEEf9rAWL+2P7//wAEpf4X/yz/sv6eAPgAS/6E/5b/6ACVAeAA2/9r/5EBcQCBAQMAIwI9AtQAXQLXA10CcgKO+yH9oAHBA/8B',
    '4ANsAlH/8P8a/jAA/v5A/hT/t/3a/yD/S/00AMn/4Px0AEIBYQA5Amv9Rv/X/qsAl/ze/bUCuvw7/tsAQgB2ABIBqgCvABH+qAGQ',
    'AJwBMwASAuD/wQL0BDn+VQG+A0/8aAOr+/n6mf2QAr4CawOq//H9YP0T/QT+9vuv/Zr8I/sUAH8AegKuATkDxAMxBboD1/7d/0wB',
    'NgDC/xkB8P7AATX/dv4V/4YAOf8c/mIBXAKb/7MAxQEXAcT/aQFfAU3/8gAV/1UEegFgAYIDugH4Avf/CP4xAGMD0gF5/m/+DwCe',
    'AjP+lv+N/3T+SwBaAM8AsgDmAzQBPAC6AFn+DgIOAE4AHgG0AjoClAP5AK8Di/+v/5v/zwEt/q38jQAmAMX+1vxgAaH/j/4b/PUA',
    'VQKY/xIA4AMy/xEBEv5LAJn8bwAEAQwCUgKoAYX9//7TANr++f0y/w79MP6x/yz+0/6dAQ0DOwCs/fD8dgHlAX8BLP8QAH7+tf5b',
    'ABT+ov1V/7D/ogAZAY8AgwO4APn/HgIaBC4CQQIvAF0Cm/7y/aj8Ef3+/6X/RQFoAJ/7FQKw/Dv9TP6WAAb/Qf9p/EoBZv/m/ur+',
    'DADe//P/2QCiAnkErgNRA0gBhgCgAO7/y/1bARYAxv7wAqb/8v8p/ur+EP9nAE3/nAJO/zf/tQFRAXH+GQGAAD0Chv7b/h39xwL7',
    '/mL6tgM3ACUA5f5zAPz7e/7g/o7/rf91/4v+3f+aACYA+AHXAs8AdALEAp0An/2H/IH/6QLVACD+aP8F/qMAsf9+AEcBGgJ9/mH9',
    'iP9mAVb+a/0d/isCQP6O/6b+GgHsAQf/Df5hApD/OwLj/xADOf1IAzv+XgCeAu4C0P0UAS0D+wCoAKT+ov9gAOT9FP9C/1b/Cf/U',
    'AI8A8wKi/8D/h/7x/q4AowFy/oEAZwDCAWj7ov9GAqv9sft8/bIDswCc/6X/EwNbAaT+CQI+Aq7/CADnAH0Eg/3nAJT/MQRzAT0B',
    'rAAqBUb6TAZV+w37L/86AnsDZQIFBE8AXf/3/NX9VP/M/OD9+v1L/6j+uQDhAPn9Kf8e/40AEwGaAN0A6wAr/lACaAAnAKz+TwEq',
    'AGEBSv2N/iMAaf8VAE0AywBTA0YD0/9pAKUAWP6a/xv/4v1rAUb8pP9D+38D8gB+AHEAYv8OAC8CugFz/iX/yf29/jP9a/17/tT+',
    'wP6uAHv/If6b/hoCFQKm/ngB2gGM/o4BfgFu/8X9yf/V/8AAxwDkAKMCwP2Z/v4CPgIy/DcBtwFC/4H+XP9kAEMCkPx9AGsBqwDo',
    '/e3+iQGMAGcD5wCTAZ39xfp0/2MA+wKmACT90P6M/V4A4f9P/Qr+y/2b/9sC0gNqAgQBIf4P/zEAJv9NAK/+Hv4M/5z+Dv8s/6z/',
    'Kf/K/0/+Jf9f/UsBYALL/4oERQECAtz+AQC//p8CNv/vAUwCTP80/+UD1AJAAXL/Qf3m/6f/Kf8JAOn9hwEX/vv/WwGf/xD/d/5W',
    '/V0CpgD6/53+3P7t/iP+0wF//TL6wQCfAEj/Uf4cAgAAgAHu/voAJP84AOb8v/90/Lb8Qf0nAH/+1v+f+7UDpP0iAAn+rv4Z/fH+',
    'tvl2/aX+9QCaADgBRwFyAOr/AwAq/6n+vP8XAUQBxwEUAg4BQP9f/gIAogCRAN4A+f6ZAPz+aQAuAdIBCgCAAGgAggC+/qn/8f/j',
    '/+H88f6WAkUEov/bAUsAq//M/ckA9QAhAi8AmwFTAjgCQwB9/vEBef7s/3oAvf9jAHwBx/+N/0/9UwEMAT4CRgH8ASkAzQBU/5AA',
    'I/+k/3cAMv/t/T/+SP65//UAQ/1V/wMAzgF6/3z9Mv86AncABP+8AC8DiP5W/0YBNQMuAy8A6AJ7BfwBbAFVAaACcf5k/i8BnP6l',
    'AZoA+/zD/ZH9YAB+ANT/hP+v/+D+Vv2o/8wC0gKmAin/z/6+AfT+SQAL/1QBAwCo/77/GACwAeICsgARAGT/QwJlAfQB2//uAa4B',
    'dwJd/b3/fwDp/yL9B/46/kT6SQNg/X7/nf42A3j+uPxv/X/8ZP9JAmID1QKYAPMAB//H/9b/Vf9M/vz+S/6b/zYALAG5/9T/Yv/f',
    '/9MA0P9bAWgABAGDAWsA2f8bAvD+xf/K/8P/Zf5T/oIBPQFvAH/9qf8J/i7+Kf3mAN//lvteBAP/AwIO/1QDggHhAXv/wwDSAVAB',
    'sQR/Ai8AWAByAOD++f/a/cL+y/6+/Dz6MPwRALEAYgCs/uT/8f/j/uz7pv5X/UL/cv2e/mz+VAA//fD+XP++/9X9qADKATICkf7k',
    '/8H/c/5a/Tj/dgAkAUwB9v5eBbX93QEK/XQB6wGZ/5n/K/7v/v7+pP5d/tAAu/4ZACgA7AFa/zT/ZQNJAHv+DgCw/w4BWQCD/uwC',
    '+/+tADcE0gEvATr/JQM//x0BHf+hAl4AWv7r/U3/4v8W/g3/Cv6S/5X/QP8P/2EEPf56A8ECMv9jBCb7Sv2j/2X+HP6E/13+p/31',
    '/gwCYwGg/8H/SAIgAZ8AUgLpAdkDAgEIAVoAVgBz/NAADQATAO0BgwDC/g0BBwI1Aa3+hQJjAH8BGgDxAYj/RQDM/+YAFgFsAJwB',
    '6/5w/bb9fvyS/qb/tf29AaP8KgHV/Qz+uP/jA1UD2AHgALH/Uv5ZABMAav29/5v/TgCQAdUCzAI3Aob/lQBu/7sApv/2AcUApADx',
    '/VwBfQDOAXr+KQG3AQD/Gf7h//kAxP/H/k4BOQJOAAoAAQBmAaP+6P36AQ379P8YAOf+AwG8/zsALv8q/0sA1v2bABwAPAIKAsn+',
    'W/9UAcT++P6gAdr+vgJeAtMB4gA///L/fv4+AJIBQAHcAIsB3vz//roA6P/Y/1z/d/8DAqT/hv7Z/wgDywAiAEz/3f9fAFT/I/9J',
    '/2AFkgBIAbMB/vzRAUr7',
  ],
  [
    'rvt8B8YDYgQf/bEEXQGr/AX59f2h+AcCxP9MAEH/nglkAGb92foO+1ECYwWMAtf8eQPF+2f7CwOM/TP8rQAKBpcAVvzU+CL9gQaM',
    '/4YBbf/U/xgBrfsr/TP2mgE6AKoBFgAwBAL+MP9pBC0BPAhiAEP6FwbUAPT2cgXCA6wHR/yTBBb6nP6B/mb/TQQfAWIAPAZU/ZT/',
    'pwOH+8T9of4gBG8BpgXq+fz/Ev2Z+lkE4fzp+gcGe/1G/vX6BQGpBpb8mfuGA7IAJgD9+OL9gf+DAVT5Pf4r/Dn4gP5sBgABFvh/',
    '++r80QR1++EAW/yY/NAA3/7U/gYA//5WABb4lf3rAnX+qv0S/eL9PP+K/vn60/5K+a/90gIYBdz6Wf/q/337+gJvAnH7NgF6/eAB',
    '4/+BBagHnARc/dgDzgeu/foFeAO8/D365v79/Vj+eATzAEcCIQPIANsCAAS3BCkGowCq+1z9n/vF/yH7v/9ZBeQJFv8y+2wEe/0u',
    'AkkFbAY8/Wv+/QSG+jUBIwYa/NX7YP9b/hgFwPqd/UACjQPc/pD82QKV/mQEwgNLBugDpwZw/AcHNQEA+pv9HgVnAGz9ZgJq/sz9',
    'Af1r/Kz9tQCuBQP+jAUz+oUAWAKlBBYDRgJ5/nD78v2QAzv6lAEsA2wDgPwm/1v8CQC0AVsFVgDQ/xIFYv8O+fED4P3FAbMBd/pO',
    'BpT/L/2J/kj7FgRyBbEDnwTq+zb+MAeq/6kDo/6Y/7b+JQW7Ay37jQCb/9sDPAN9/4b+5v+p/dEJBgElAXYG+QS4BFz/HgN8AKr/',
    'MQIOAjT8j/+e/pAExgWtBD8IYQECBQz9gP8XAfP9hABxAm8DRvom/SoBGgbXAdYB9/7nAj7/W/4CAgf9Cv6FAKT/WAQq/qL9SgKp',
    'B277pP1//sb9QQM6Boj/2f6J/0kBEf4cATYGnQDz/LEEFvlwAID5C/4cBn4EJQCd/hMAbALC/EoEGwR9ApkDLP6Z+eD/lPtp/gkF',
    'FQMCBuX9rP8c+5X8//qEAnr/kQPRA3z8lwQoACb+/PgYArAAiP7+/ZYDcQQJ93QBXP2sAhf9Nv16+zz8vvuN//P9mATI//X4xwNY',
    'Bm0A8vxF/yf5tgIqBiz9d/ryA8j/aPqA/g==',
  ],
);
