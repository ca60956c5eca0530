// What links the records of an entity, and what does not, as one list.

function linksOf(answer) {
  const record = (at) => answer.records[at];
  const links = [];
  for (const group of answer.groups) {
    links.push({
      id: 'g' + group.id,
      kind: group.contested ? 'contested' : 'group',
      at: group.records,
      records: group.records.map(record),
      key: group.key,
      values: group.values,
      interval: group,
      outcome: group.contested ? 'contested: some of its records must not be one entity' : 'merged',
    });
  }
  answer.scores.forEach((score, at) =>
    links.push({
      id: 's' + at,
      kind: { contested: 'contested', not_coherent: 'refused' }[score.outcome] || 'score',
      at: [score.left, score.right],
      records: [record(score.left), record(score.right)],
      key: score.key,
      values: [],
      interval: score,
      score: score.total,
      cohesion: score.cohesion,
      parts: score.comparisons === undefined ? null : score,
      outcome: OUTCOMES[score.outcome] || score.outcome,
    }),
  );
  answer.decisions.forEach((decision, at) =>
    links.push({
      id: 'd' + at,
      kind: decision.verdict,
      at: [decision.left, decision.right],
      records: [record(decision.left), record(decision.right)],
      key: 'decision',
      values: [],
      interval: { start: null, end: null },
      reason: decision.reason,
      outcome: decision.verdict === 'same' ? 'decided: the same' : 'decided: different',
    }),
  );
  answer.generic.forEach((generic, at) =>
    links.push({
      id: 'n' + at,
      kind: 'generic',
      at: generic.records,
      records: generic.records.map(record),
      key: generic.key,
      values: generic.values,
      interval: { start: null, end: null },
      outcome: 'links nothing: too many records share it',
    }),
  );
  return links;
}

const OUTCOMES = {
  merged: 'merged',
  together: 'in one cluster already',
  contested: 'contested: strong identifiers or decisions are against it',
  not_coherent: 'refused: the clusters do not cohere',
};

function bits(thousandths) {
  return (thousandths / 1000).toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 3 }) + ' bits';
}

function signedBits(thousandths) {
  return (thousandths / 1000).toLocaleString('en', {
    minimumFractionDigits: 1,
    maximumFractionDigits: 3,
    signDisplay: 'exceptZero',
  });
}

const MOST_NODES = 500;

// The nodes and edges to draw: the most connected ones if there are too many.
function graphOf(answer, links) {
  const drawn = links.filter((link) => link.kind !== 'generic');
  const degree = answer.records.map(() => 0);
  drawn.forEach((link) =>
    link.at.forEach((at) => {
      degree[at] += link.kind === 'group' || link.kind === 'contested' ? 1 : 2;
    }),
  );
  const byDegree = answer.records.map((_, at) => at).sort((a, b) => degree[b] - degree[a] || a - b);
  const keys = drawn.filter((link) => link.id[0] === 'g');
  const whole = answer.records.length + keys.length;
  const room = whole <= MOST_NODES ? answer.records.length : Math.max(MOST_NODES / 2, MOST_NODES - keys.length);
  const records = new Set(byDegree.slice(0, room));
  const visibleKeys = keys
    .map((link) => ({ link, at: link.at.filter((each) => records.has(each)) }))
    .filter(({ at, link }) => at.length > 1 || link.at.length === 1)
    .sort((a, b) => b.at.length - a.at.length)
    .slice(0, MOST_NODES - records.size);
  const edges = drawn.filter((link) => link.id[0] !== 'g' && link.at.every((each) => records.has(each)));
  return {
    records: [...records].sort((a, b) => a - b),
    keys: visibleKeys,
    edges,
    whole,
    count: records.size + visibleKeys.length,
  };
}
